import 'server-only';
import pino from 'pino';
import { env } from './env';
import { processWide } from './process-wide';
import { redact, redactText } from './redact';
import { requestContext } from './request-context';

type Fields = Readonly<Record<string, unknown>>;

/**
 * One event a line: `log.info('stripe.synced', { customer })`. Ids, never e-mails, keys, bodies or portal URLs; what
 * slips in is redacted all the same. An error goes under `error`. Lines of one request carry its id under `request`, and
 * under `user` who is signed in.
 */
export const log = {
  debug: (event: string, fields: Fields = {}): void => logger().debug(redact(fields), redactText(event)),
  info: (event: string, fields: Fields = {}): void => logger().info(redact(fields), redactText(event)),
  warn: (event: string, fields: Fields = {}): void => logger().warn(redact(fields), redactText(event)),
  error: (event: string, fields: Fields = {}): void => logger().error(redact(fields), redactText(event)),
};

function logger(): pino.Logger {
  return processWide('log', () =>
    pino({ level: env().LOG_LEVEL, base: null, messageKey: 'event', mixin: whoseRequest }),
  );
}

function whoseRequest(): Fields {
  const context = requestContext();
  return context ? { request: context.id, ...(context.user && { user: context.user }) } : {};
}
