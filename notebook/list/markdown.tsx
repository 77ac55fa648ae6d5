// A stranger's Markdown → safe markup: no HTML of its own, no pictures (they would be fetched), links open elsewhere without telling where from.
import MarkdownIt from 'markdown-it';
import { useMemo } from 'preact/hooks';

const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');
const plainLink =
  renderer.renderer.rules.link_open ?? ((tokens, i, options, _env, self) => self.renderToken(tokens, i, options));
renderer.renderer.rules.link_open = (tokens, i, options, env, self) => {
  tokens[i]!.attrSet('rel', 'noopener noreferrer');
  tokens[i]!.attrSet('target', '_blank');
  return plainLink(tokens, i, options, env, self);
};
// The page has its own first two levels.
for (const rule of ['heading_open', 'heading_close'] as const)
  renderer.renderer.rules[rule] = (tokens, i, options, _env, self) => {
    const token = tokens[i]!;
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 2)}`;
    return self.renderToken(tokens, i, options);
  };

export function markdownHtml(source: string): string {
  return renderer.render(source);
}

export function Markdown({ source }: { readonly source: string }) {
  const html = useMemo(() => markdownHtml(source), [source]);
  return <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
