import type { NextRequest } from 'next/server';
import { arrivalResponse } from '@/lib/campaigns/arrival-response';

/** Where next.config.mjs sends visitors of pages whose address says where they come from (link-redirects.mjs). */
export const GET = (request: NextRequest): Promise<Response> => arrivalResponse(request, null);
