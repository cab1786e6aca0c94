// The posts that people of each kind of party can hold.
import type { PartyKind, Role } from '@finmart/shared/api'

const roles: Record<PartyKind, readonly Role[]> = {
  enterprise: ['enterprise_clerk'],
  bank: ['bank_officer', 'bank_approver', 'institution_admin'],
  insurer: ['underwriter', 'institution_admin'],
  guarantor: ['guarantee_officer', 'guarantee_approver', 'institution_admin'],
  securities_firm: ['institution_officer', 'institution_admin'],
  venture_fund: ['institution_officer', 'institution_admin'],
  lessor: ['institution_officer', 'institution_admin'],
  factor: ['institution_officer', 'institution_admin'],
  microlender: ['institution_officer', 'institution_admin'],
  operator: ['platform_operator', 'store_staff', 'system_administrator', 'security_administrator', 'audit_administrator'],
  regulator: ['supervisor'],
}

export function rolesOf(kind: PartyKind | null): readonly Role[] {
  return kind ? roles[kind] : []
}
