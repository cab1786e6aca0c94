// The unified social credit code of an enterprise (GB 32100-2015): eighteen characters, the last a check digit.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18
const MODULUS = 31

/** What a person typed or pasted, without spaces and in capitals. */
export function compactUscc(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** Empty when the code is right, else what is wrong with it. */
export function usccFault(typed: string): string {
  const code = compactUscc(typed)
  if (code.length !== LENGTH) return `统一社会信用代码应为 18 位，现为 ${code.length} 位。`
  const figures = Array.from(code, (character) => ALPHABET.indexOf(character))
  if (figures.includes(-1)) return '统一社会信用代码只含数字和大写字母，且不含 I、O、Z、S、V。'
  const sum = figures.slice(0, LENGTH - 1).reduce((total, figure, place) => total + figure * (3 ** place % MODULUS), 0)
  const check = (MODULUS - (sum % MODULUS)) % MODULUS
  return check === figures[LENGTH - 1] ? '' : '统一社会信用代码的校验位不符，请对照营业执照核对。'
}
