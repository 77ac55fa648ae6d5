// The formulas of the methods page in MathML, each with one sentence for those who hear it. Letters are upright for MathML and slanted by style: many systems lack the mathematical italics that it would pick.
import type { ComponentChildren } from 'preact';

function Formula({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="formula">
      <math display="block" aria-label={name}>
        {children}
      </math>
    </div>
  );
}

export function ChoiceFormula() {
  return (
    <Formula name="The rate of a move is the tempo lambda, times e to its utility over one plus the sum of e to the utilities of all possible moves, times the product of the consents.">
      <mrow>
        <msub>
          <mi mathvariant="normal">r</mi>
          <mi mathvariant="normal">m</mi>
        </msub>
        <mo>=</mo>
        <mi mathvariant="normal">λ</mi>
        <mo>·</mo>
        <mfrac>
          <msup>
            <mi mathvariant="normal">e</mi>
            <msub>
              <mi mathvariant="normal">U</mi>
              <mi mathvariant="normal">m</mi>
            </msub>
          </msup>
          <mrow>
            <mn>1</mn>
            <mo>+</mo>
            <munder>
              <mo>∑</mo>
              <mi mathvariant="normal">k</mi>
            </munder>
            <msup>
              <mi mathvariant="normal">e</mi>
              <msub>
                <mi mathvariant="normal">U</mi>
                <mi mathvariant="normal">k</mi>
              </msub>
            </msup>
          </mrow>
        </mfrac>
        <mo>·</mo>
        <munder>
          <mo>∏</mo>
          <mi mathvariant="normal">c</mi>
        </munder>
        <mfrac>
          <mn>1</mn>
          <mrow>
            <mn>1</mn>
            <mo>+</mo>
            <msup>
              <mi mathvariant="normal">e</mi>
              <mrow>
                <mo>−</mo>
                <msub>
                  <mi mathvariant="normal">V</mi>
                  <mi mathvariant="normal">c</mi>
                </msub>
              </mrow>
            </msup>
          </mrow>
        </mfrac>
      </mrow>
    </Formula>
  );
}

export function UtilityFormula() {
  return (
    <Formula name="The utility of a move is its terms in the file plus the gain g times the sum over issues of position times salience times the change of the issue's coordinate.">
      <mrow>
        <msub>
          <mi mathvariant="normal">U</mi>
          <mi mathvariant="normal">m</mi>
        </msub>
        <mo>=</mo>
        <msub>
          <mi mathvariant="normal">u</mi>
          <mi mathvariant="normal">m</mi>
        </msub>
        <mo>+</mo>
        <mi mathvariant="normal">g</mi>
        <munder>
          <mo>∑</mo>
          <mi mathvariant="normal">i</mi>
        </munder>
        <msub>
          <mi mathvariant="normal">s</mi>
          <mi mathvariant="normal">i</mi>
        </msub>
        <msub>
          <mi mathvariant="normal">w</mi>
          <mi mathvariant="normal">i</mi>
        </msub>
        <mi mathvariant="normal">Δ</mi>
        <msub>
          <mi mathvariant="normal">x</mi>
          <mi mathvariant="normal">i</mi>
        </msub>
      </mrow>
    </Formula>
  );
}

export function GeneratorFormula() {
  return (
    <Formula name="The derivative of the law p of t equals p of t times Q.">
      <mrow>
        <mfrac>
          <mrow>
            <mi mathvariant="normal">d</mi>
            <mi mathvariant="normal">p</mi>
            <mo>(</mo>
            <mi mathvariant="normal">t</mi>
            <mo>)</mo>
          </mrow>
          <mrow>
            <mi mathvariant="normal">d</mi>
            <mi mathvariant="normal">t</mi>
          </mrow>
        </mfrac>
        <mo>=</mo>
        <mi mathvariant="normal">p</mi>
        <mo>(</mo>
        <mi mathvariant="normal">t</mi>
        <mo>)</mo>
        <mi mathvariant="normal">Q</mi>
      </mrow>
    </Formula>
  );
}

export function UniformizationFormula() {
  return (
    <Formula name="The law p of t is the sum over n of the Poisson probability of n ticks, times the start law times P to the n, where P is the identity plus Q over capital lambda.">
      <mrow>
        <mi mathvariant="normal">p</mi>
        <mo>(</mo>
        <mi mathvariant="normal">t</mi>
        <mo>)</mo>
        <mo>=</mo>
        <munderover>
          <mo>∑</mo>
          <mrow>
            <mi mathvariant="normal">n</mi>
            <mo>=</mo>
            <mn>0</mn>
          </mrow>
          <mi mathvariant="normal">∞</mi>
        </munderover>
        <msup>
          <mi mathvariant="normal">e</mi>
          <mrow>
            <mo>−</mo>
            <mi mathvariant="normal">Λ</mi>
            <mi mathvariant="normal">t</mi>
          </mrow>
        </msup>
        <mfrac>
          <msup>
            <mrow>
              <mo>(</mo>
              <mi mathvariant="normal">Λ</mi>
              <mi mathvariant="normal">t</mi>
              <mo>)</mo>
            </mrow>
            <mi mathvariant="normal">n</mi>
          </msup>
          <mrow>
            <mi mathvariant="normal">n</mi>
            <mo>!</mo>
          </mrow>
        </mfrac>
        <mi mathvariant="normal">p</mi>
        <mo>(</mo>
        <mn>0</mn>
        <mo>)</mo>
        <msup>
          <mrow>
            <mo>(</mo>
            <mi mathvariant="normal">I</mi>
            <mo>+</mo>
            <mi mathvariant="normal">Q</mi>
            <mo>/</mo>
            <mi mathvariant="normal">Λ</mi>
            <mo>)</mo>
          </mrow>
          <mi mathvariant="normal">n</mi>
        </msup>
      </mrow>
    </Formula>
  );
}
