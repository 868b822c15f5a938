/** A formula in one line, "µ_T" printed with its letter below. */
export function Formula({ text }: { readonly text: string }) {
  const parts = text.split(/_([A-Za-z]+)/);
  return (
    <p className="formula">
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one constant text never move.
        return index % 2 === 0 ? part : <sub key={index}>{part}</sub>;
      })}
    </p>
  );
}
