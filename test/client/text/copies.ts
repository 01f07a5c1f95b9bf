/** Timeline HTML without the marks that a copy is read by. */
export function withoutMarks(html: string): string {
  return html.replace(/\u200b\u200d[\u200c\u200d]*\u200b/g, '');
}

/** What Qt copies of HTML: the text, in which a space that does not break is one like any other. */
export function asCopied(paragraphs: readonly string[]): string {
  return paragraphs.join('\n').replaceAll('<br>', '\n').replace(/<[^>]*>/g, '').replace(/&nbsp;|\xa0/g, ' ').replaceAll('&#8203;', '\u200b')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
