// Ids of rooms that no server has made.

/** The id of a room (proquints: four of five letters). */
export function quints(number: number): string {
  const consonants = 'bdfghjklmnprstvz';
  const vowels = 'aiou';
  const letter = (from: string, bits: number, shift: number) => from[(number >> shift) & ((1 << bits) - 1)] ?? '';
  const last = [
    letter(consonants, 4, 12),
    letter(vowels, 2, 10),
    letter(consonants, 4, 6),
    letter(vowels, 2, 4),
    letter(consonants, 4, 0),
  ];
  return ['babab', 'babab', 'babab', last.join('')].join('-');
}
