// Text of the engine on the page: ids and formulas stand between backticks, and an arrow means "to" (the page's typeface has none, so it is drawn).
export function Sentence({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(`[^`]*`| → )/).map((part, i) => {
        if (part === ' → ') return <Arrow key={i} />;
        return part.startsWith('`') && part.endsWith('`') && part.length > 1 ? (
          <code key={i}>{part.slice(1, -1)}</code>
        ) : (
          part
        );
      })}
    </>
  );
}

function Arrow() {
  return (
    <>
      <span class="spoken"> to </span>
      <svg class="to" viewBox="0 0 16 10" width="16" height="10" aria-hidden="true">
        <path d="M1 5h13M10 1l4 4l-4 4" fill="none" stroke="currentColor" stroke-width="1.4" />
      </svg>
    </>
  );
}
