ALTER TABLE "customers" DROP CONSTRAINT "customers_user_id_unique";--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "livemode" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ALTER COLUMN "livemode" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "livemode" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ALTER COLUMN "livemode" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "portal_intents" ADD COLUMN "livemode" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "portal_intents" ALTER COLUMN "livemode" DROP DEFAULT;--> statement-breakpoint
CREATE UNIQUE INDEX "customers_one_per_user_and_mode" ON "customers" USING btree ("user_id","livemode");--> statement-breakpoint
CREATE INDEX "customers_read_at" ON "customers" USING btree (coalesce("synced_at", "created_at"),"stripe_customer_id");--> statement-breakpoint
CREATE INDEX "inbox_unfinished" ON "inbox" USING btree ("received_at") WHERE "inbox"."status" in ('pending', 'dead');--> statement-breakpoint
CREATE INDEX "inbox_done" ON "inbox" USING btree ("done_at") WHERE "inbox"."status" = 'done';