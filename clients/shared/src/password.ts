// Changing one's password, the new one written twice.
import { required } from './use/useForm'

export const noChange = { old_password: '', new_password: '', again: '' }

export const changeRules = { old_password: required('原密码'), new_password: required('新密码') }

export function againFault({ new_password, again }: typeof noChange): string {
  return again === new_password ? '' : '两次填写的新密码不一致。'
}
