CREATE TABLE "campaign_people" (
	"livemode" boolean NOT NULL,
	"link_key" text NOT NULL,
	"user_id" uuid NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "campaign_people_livemode_link_key_user_id_pk" PRIMARY KEY("livemode","link_key","user_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_visits" (
	"livemode" boolean NOT NULL,
	"link_key" text NOT NULL,
	"day" date NOT NULL,
	"visits" bigint NOT NULL,
	CONSTRAINT "campaign_visits_livemode_link_key_day_pk" PRIMARY KEY("livemode","link_key","day")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"livemode" boolean NOT NULL,
	"name" text NOT NULL,
	"code" text,
	"plan" text,
	"interval" text,
	"currency" text,
	"utm" jsonb NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "portal_intents" ADD COLUMN "attribution" jsonb;--> statement-breakpoint
ALTER TABLE "portal_intents" ADD COLUMN "link_key" text;--> statement-breakpoint
ALTER TABLE "portal_intents" ADD COLUMN "attributed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "campaign_people" ADD CONSTRAINT "campaign_people_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_people_user" ON "campaign_people" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "portal_intents_link" ON "portal_intents" USING btree ("link_key") WHERE "portal_intents"."link_key" is not null;