import type { Account } from '../account';
import type { ApiRequest } from '../api/message';
import type { Endpoint } from '../endpoint';
import type { FormHash } from '../wire/form';
import type { Shape } from '../wire/params';
import { inClassicBilling, underNewNames } from './older-names';
import { BASIL, CLOVER, type Spoken } from './version';

/** Whether an operation is there in the version that is spoken. */
export const isSpoken = ({ until }: Endpoint, { reads }: Spoken): boolean =>
  until === undefined || (reads !== null && reads < until);

/** What an operation takes in the version that is spoken. */
export const shapeIn = ({ params, older }: Endpoint, { reads }: Spoken): Shape =>
  older && reads !== null && reads < BASIL ? { ...params, ...older } : params;

/** A request's parameters by the names of this version, whichever is spoken. */
export function paramsIn(
  account: Account,
  request: ApiRequest,
  { reads, answers }: Spoken,
  params: FormHash,
): FormHash {
  if (reads === null) return params;
  const renewed = underNewNames(account, reads, request, params);
  const isClassic = request.method === 'POST' && answers !== null && answers < CLOVER;
  return isClassic ? inClassicBilling(request.path, renewed) : renewed;
}
