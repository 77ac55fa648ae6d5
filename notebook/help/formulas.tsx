// The formulas of the methods page in MathML, each with one sentence for those who hear it.
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
          <mi>r</mi>
          <mi>m</mi>
        </msub>
        <mo>=</mo>
        <mi>λ</mi>
        <mo>⋅</mo>
        <mfrac>
          <msup>
            <mi>e</mi>
            <msub>
              <mi>U</mi>
              <mi>m</mi>
            </msub>
          </msup>
          <mrow>
            <mn>1</mn>
            <mo>+</mo>
            <munder>
              <mo>∑</mo>
              <mi>k</mi>
            </munder>
            <msup>
              <mi>e</mi>
              <msub>
                <mi>U</mi>
                <mi>k</mi>
              </msub>
            </msup>
          </mrow>
        </mfrac>
        <mo>⋅</mo>
        <munder>
          <mo>∏</mo>
          <mi>c</mi>
        </munder>
        <mfrac>
          <mn>1</mn>
          <mrow>
            <mn>1</mn>
            <mo>+</mo>
            <msup>
              <mi>e</mi>
              <mrow>
                <mo>−</mo>
                <msub>
                  <mi>V</mi>
                  <mi>c</mi>
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
          <mi>U</mi>
          <mi>m</mi>
        </msub>
        <mo>=</mo>
        <msub>
          <mi>u</mi>
          <mi>m</mi>
        </msub>
        <mo>+</mo>
        <mi>g</mi>
        <munder>
          <mo>∑</mo>
          <mi>i</mi>
        </munder>
        <msub>
          <mi>s</mi>
          <mi>i</mi>
        </msub>
        <msub>
          <mi>w</mi>
          <mi>i</mi>
        </msub>
        <mi mathvariant="normal">Δ</mi>
        <msub>
          <mi>x</mi>
          <mi>i</mi>
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
            <mi>d</mi>
            <mi>p</mi>
            <mo>(</mo>
            <mi>t</mi>
            <mo>)</mo>
          </mrow>
          <mrow>
            <mi>d</mi>
            <mi>t</mi>
          </mrow>
        </mfrac>
        <mo>=</mo>
        <mi>p</mi>
        <mo>(</mo>
        <mi>t</mi>
        <mo>)</mo>
        <mi>Q</mi>
      </mrow>
    </Formula>
  );
}

export function UniformizationFormula() {
  return (
    <Formula name="The law p of t is the sum over n of the Poisson probability of n ticks, times the start law times P to the n, where P is the identity plus Q over capital lambda.">
      <mrow>
        <mi>p</mi>
        <mo>(</mo>
        <mi>t</mi>
        <mo>)</mo>
        <mo>=</mo>
        <munderover>
          <mo>∑</mo>
          <mrow>
            <mi>n</mi>
            <mo>=</mo>
            <mn>0</mn>
          </mrow>
          <mi>∞</mi>
        </munderover>
        <msup>
          <mi>e</mi>
          <mrow>
            <mo>−</mo>
            <mi mathvariant="normal">Λ</mi>
            <mi>t</mi>
          </mrow>
        </msup>
        <mfrac>
          <msup>
            <mrow>
              <mo>(</mo>
              <mi mathvariant="normal">Λ</mi>
              <mi>t</mi>
              <mo>)</mo>
            </mrow>
            <mi>n</mi>
          </msup>
          <mrow>
            <mi>n</mi>
            <mo>!</mo>
          </mrow>
        </mfrac>
        <mi>p</mi>
        <mo>(</mo>
        <mn>0</mn>
        <mo>)</mo>
        <msup>
          <mrow>
            <mo>(</mo>
            <mi>I</mi>
            <mo>+</mo>
            <mi>Q</mi>
            <mo>/</mo>
            <mi mathvariant="normal">Λ</mi>
            <mo>)</mo>
          </mrow>
          <mi>n</mi>
        </msup>
      </mrow>
    </Formula>
  );
}
