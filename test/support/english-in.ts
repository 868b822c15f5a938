/** What of a part of the page is English, where another language is spoken. */

/** Names, and what is written alike in every language: studies, people, standards, keys, dyes, formulas, files. */
const names =
  /doi:\S+|\b(?:TBR|CNR|SNR|SBR|ICG|NIR|AUC|ICC|IORT|CSV|JSON|SVG|GeoJSON|GUM|JCGM|AAPM TG|Shift|Enter|Esc|Home|End|Space|Rimlight|Delta|Otsu|Cohen|Fleiss|Dice|Weber|Michelson|Akaike|Marching squares|Surg Endosc|[A-Z][A-Za-z-]+(?: &| 与)? [A-Z][a-z]+(?= \d{4})|(?:van )?[A-Z][a-z]+(?: \d{4}))\b/g;

/** Two words of two letters or more, one behind the other. */
const twoWords = /[A-Za-z][a-z’']+[,;:]? +[a-z’']{2,}/;

const read = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'];

/** Texts and labels inside `part`, itself included, in which two English words stand together. */
export function englishIn(part: Element): readonly string[] {
  const texts: string[] = [];
  for (const element of [part, ...part.querySelectorAll('*')]) {
    for (const name of read) texts.push(element.getAttribute(name) ?? '');
    const isPicture = element instanceof SVGElement && element.tagName === 'style';
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE && !isPicture) texts.push(node.textContent ?? '');
  }
  return [...new Set(texts.filter(text => twoWords.test(text.replaceAll(names, ' '))))];
}
