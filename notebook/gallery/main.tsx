// The gallery: every chart from fixed results, light beside dark. For the eye, and for the chart tests, which read the same drawings.
import { render } from 'preact';
import '../style.css';
import './gallery.css';
import { exhibits } from './exhibits.tsx';

const themes = ['light', 'dark'] as const;

function Gallery() {
  return (
    <main class="gallery">
      <header>
        <h1>Gallery of charts</h1>
        <p>
          Fixed numbers of an invented dispute, in closed form. Each chart twice: in the light and in the dark theme.
        </p>
      </header>
      {exhibits.map(({ id, title, show }) => (
        <section key={id} class="exhibit" aria-labelledby={`exhibit-${id}`}>
          <h2 id={`exhibit-${id}`}>{title}</h2>
          <div class="pair">
            {themes.map((theme) => (
              <section
                key={theme}
                class={`theme ${theme}`}
                data-exhibit={id}
                data-theme={theme}
                aria-label={`${title}, ${theme}`}
              >
                {show(`-${id}-${theme}`)}
              </section>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}

// A theme's colours are set on the root. Said again on each half, they follow its own colour scheme.
for (const sheet of document.styleSheets)
  for (const rule of [...sheet.cssRules])
    if (rule instanceof CSSStyleRule && rule.selectorText === ':root')
      sheet.insertRule(rule.cssText.replace(':root', '.theme'), 0);

render(<Gallery />, document.getElementById('page')!);
