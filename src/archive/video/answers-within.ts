/** Rejects with an `Error` naming `who` when `answer` is not there after `seconds`: a coder may never answer for a damaged file. */
export async function answersWithin<T>(answer: Promise<T>, seconds: number, who: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${who} does not answer.`)), seconds * 1000);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
