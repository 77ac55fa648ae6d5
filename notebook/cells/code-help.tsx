// What code finds in its frame, with one example that works in every scenario.
const example = `Plot.plot({
  marginLeft: 140,
  marks: [Plot.barX(results.filter((r) => r.variantId === selected && r.day === day),
    { y: "outcome", x: "p", sort: { y: "-x" } })]
})`;

export function CodeHelp() {
  return (
    <details class="code-help">
      <summary>What the code can use</summary>
      <dl class="functions">
        <div>
          <dt>
            <code>results</code>
          </dt>
          <dd>rows of variant, variantId, outcome, day, p: every probability that is known</dd>
        </div>
        <div>
          <dt>
            <code>inputs</code>
          </dt>
          <dd>rows of variant, variantId, input, label, owner, value</dd>
        </div>
        <div>
          <dt>
            <code>scenario, day, selected</code>
          </dt>
          <dd>the scenario as data; the day and the variant in focus</dd>
        </div>
        <div>
          <dt>
            <code>Plot, display(x), width</code>
          </dt>
          <dd>Observable Plot; shows a value or an element; pixels that are free</dd>
        </div>
        <div>
          <dt>
            <code>names of other cells</code>
          </dt>
          <dd>their values; this cell’s own value is an expression, its last line, or what it returns</dd>
        </div>
      </dl>
      <pre>{example}</pre>
      <p class="fine">
        The frame has no network, no storage and no way to the page. Text does not become markup there: make elements
        with document.createElement.
      </p>
    </details>
  );
}
