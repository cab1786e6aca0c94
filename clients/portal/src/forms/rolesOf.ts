// The posts that people of each kind of party can hold.
import type { PartyKind, Role } from '@finmart/shared/api'

const roles: Record<PartyKind, readonly Role[]> = {
  enterprise: ['enterprise_clerk'],
  bank: ['bank_officer', 'bank_approver', 'institution_admin'],
  insurer: ['underwriter', 'institution_admin'],
  guarantor: ['guarantee_officer', 'guarantee_approver', 'institution_admin'],
  operator: ['platform_operator', 'system_administrator', 'security_administrator', 'audit_administrator'],
}

export function rolesOf(kind: PartyKind | null): readonly Role[] {
  return kind ? roles[kind] : []
}
