BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'cadence','001','2026-11-22 04:18:04.462021+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'cadence','002','2026-11-22 04:18:04.465214+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'cadence','003','2026-11-25 06:11:05.061836+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'cadence','004','2026-11-25 06:11:05.061836+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'cadence','005','2026-11-25 08:25:02.621603+00:00');
CREATE TABLE actions (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, text TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,
  created_at TEXT NOT NULL, state TEXT NOT NULL, decision TEXT, serves TEXT NOT NULL, done_at TEXT, verified_at TEXT,
  verified_by TEXT, dropped_at TEXT, dropped_why TEXT NOT NULL
) STRICT;
INSERT INTO "actions" VALUES('A-1',1,'grease them','Bo','2026-09-12','2026-09-08T08:00:00Z','open','D-1','[]',NULL,NULL,NULL,NULL,'');
CREATE TABLE candidates (
  folded TEXT PRIMARY KEY, name TEXT NOT NULL, bucket TEXT, place INTEGER, note TEXT NOT NULL
) STRICT;
CREATE TABLE company (
  id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, founder TEXT NOT NULL, stage TEXT NOT NULL,
  start TEXT NOT NULL, created_at TEXT NOT NULL, people_count INTEGER, number_format TEXT NOT NULL,
  fiscal_start INTEGER NOT NULL, phase INTEGER NOT NULL, self_verify INTEGER NOT NULL
, checkin_weeks INTEGER NOT NULL DEFAULT 1) STRICT;
INSERT INTO "company" VALUES(1,'Old Mill','Ada','traction','2026-09-01','2026-09-01T08:00:00Z',3,'1,234.50',1,1,1,1);
CREATE TABLE cycles (id TEXT PRIMARY KEY, learned TEXT NOT NULL, closed_at TEXT) STRICT;
CREATE TABLE decisions (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, why TEXT NOT NULL, kind TEXT NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, check_on TEXT NOT NULL, answers TEXT NOT NULL, options TEXT NOT NULL,
  expect_kpi TEXT, expect_value TEXT, expect_by TEXT, then_values TEXT NOT NULL, outcome TEXT, checked_at TEXT,
  checked_note TEXT NOT NULL, supersedes TEXT, superseded_by TEXT
) STRICT;
INSERT INTO "decisions" VALUES('D-1',1,'Grease the stones','they drag','fix','Ada','2026-09-08T08:00:00Z','2026-10-06','["E-1"]','[]',NULL,NULL,NULL,'{"sacks":"25"}',NULL,NULL,'',NULL,NULL);
CREATE TABLE drafts (key TEXT PRIMARY KEY, body TEXT NOT NULL, saved_at TEXT NOT NULL) STRICT;
CREATE TABLE escalation_events (
  id INTEGER PRIMARY KEY, escalation TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, period TEXT, miss TEXT,
  value TEXT, decision TEXT, outcome TEXT, why TEXT, rung INTEGER NOT NULL, asked TEXT NOT NULL, entry INTEGER NOT NULL
) STRICT;
INSERT INTO "escalation_events" VALUES(1,'E-1','miss','2026-09-07T08:00:00Z','2026-W36','breach','25',NULL,NULL,NULL,1,'Ada',3);
INSERT INTO "escalation_events" VALUES(2,'E-2','miss','2026-09-07T16:00:00Z','2026-W36','late',NULL,NULL,NULL,NULL,1,'Cy',4);
INSERT INTO "escalation_events" VALUES(3,'E-1','response','2026-09-08T08:00:00Z',NULL,NULL,NULL,'D-1',NULL,NULL,1,'Ada',5);
INSERT INTO "escalation_events" VALUES(4,'E-2','timeout','2026-09-09T16:00:00Z',NULL,NULL,NULL,NULL,NULL,NULL,2,'Bo',6);
INSERT INTO "escalation_events" VALUES(5,'E-2','timeout','2026-09-12T16:00:00Z',NULL,NULL,NULL,NULL,NULL,NULL,3,'Ada',7);
CREATE TABLE escalations (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, kpi TEXT NOT NULL, state TEXT NOT NULL, opened_at TEXT NOT NULL,
  rung INTEGER NOT NULL, rungs TEXT NOT NULL, causes TEXT NOT NULL, clock_due TEXT, overdue_since TEXT,
  recovered_at TEXT, ended_at TEXT, outcome TEXT, decisions TEXT NOT NULL,
  answered INTEGER NOT NULL, asked TEXT
) STRICT;
INSERT INTO "escalations" VALUES('E-1',1,'sacks','open','2026-09-07T08:00:00Z',1,'[["Owner","owner","decision",48]]','[["2026-09-07T08:00:00Z","breach",1,"2026-W36","25",false]]',NULL,NULL,NULL,NULL,NULL,'["D-1"]',1,NULL);
INSERT INTO "escalations" VALUES('E-2',2,'returns','open','2026-09-07T16:00:00Z',3,'[["Owner","owner","action",48],["Lead","lead","decision",72],["Founder","founder","decision",null]]','[["2026-09-07T16:00:00Z","late",1,"2026-W36",null,false],["2026-09-09T16:00:00Z","no_response",2,null,null,false],["2026-09-12T16:00:00Z","no_response",3,null,null,false]]',NULL,NULL,NULL,NULL,NULL,'[]',0,NULL);
CREATE TABLE history (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, recorded_at TEXT NOT NULL, who TEXT, verb TEXT NOT NULL,
  subject TEXT NOT NULL, touches TEXT NOT NULL, before TEXT, after TEXT, why TEXT,
  undoes INTEGER REFERENCES history (seq), changes TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
INSERT INTO "history" VALUES(1,'2026-09-01T08:00:00Z','2026-09-01T08:00:00Z','Ada','founded','Old Mill','[]',NULL,'{"kpis":2,"people":3,"teams":1}',NULL,NULL,'[["company",["id"],null,{"created_at":"2026-09-01T08:00:00Z","fiscal_start":1,"founder":"Ada","id":1,"name":"Old Mill","number_format":"1,234.50","people_count":3,"phase":1,"self_verify":1,"stage":"traction","start":"2026-09-01"}],["rhythms",["from_week"],null,{"close_day":0,"close_time":"18:00","from_week":"2026-W28","zone":"Europe/Oslo"}],["people",["name"],null,{"folded":"ada","left_at":null,"name":"Ada"}],["people",["name"],null,{"folded":"bo","left_at":null,"name":"Bo"}],["people",["name"],null,{"folded":"cy","left_at":null,"name":"Cy"}],["teams",["name"],null,{"folded":"flour","lead":"Bo","members":"[\"Bo\",\"Cy\"]","name":"Flour"}],["kpis",["key"],null,{"aggregate":"last","alert":"30","cadence":"weekly","created_at":"2026-09-01T08:00:00Z","direction":"at_least","due_from":"2026-09-01T08:00:00Z","folded":"sacks milled","formula":null,"key":"sacks","kind":null,"lag_days":0,"measure":"","name":"Sacks milled","owner":"Ada","perspective":null,"retired_at":null,"target":"40","team":null,"unit":"number"}],["kpis",["key"],null,{"aggregate":"last","alert":null,"cadence":"weekly","created_at":"2026-09-01T08:00:00Z","direction":"at_most","due_from":"2026-09-01T08:00:00Z","folded":"returns","formula":null,"key":"returns","kind":null,"lag_days":0,"measure":"","name":"Returns","owner":"Cy","perspective":null,"retired_at":null,"target":"2","team":"Flour","unit":"percent"}]]','','9976988718b4e69614e4adf204bade7294e08b03899c2fde3962551cf58f65fb');
INSERT INTO "history" VALUES(2,'2026-09-05T08:00:00Z','2026-09-05T08:00:00Z','Ada','recorded','sacks','["sacks"]','{"2026-W36":null}','{"2026-W36":"25"}',NULL,NULL,'[]','9976988718b4e69614e4adf204bade7294e08b03899c2fde3962551cf58f65fb','f4b302180dd69fc50fdc65c2fb777ea19405021563ec37a6c8d6be6ff43939e4');
INSERT INTO "history" VALUES(3,'2026-09-07T08:00:00Z','2026-09-07T08:00:00Z','Ada','closed','2026-W36','["2026-W36","E-1","sacks"]',NULL,'{"sacks 2026-W36":"breach"}',NULL,NULL,'[["escalations",["id"],null,{"answered":0,"asked":null,"causes":"[[\"2026-09-07T08:00:00Z\",\"breach\",1,\"2026-W36\",\"25\",false]]","clock_due":"2026-09-09T08:00:00Z","decisions":"[]","ended_at":null,"id":"E-1","kpi":"sacks","number":1,"opened_at":"2026-09-07T08:00:00Z","outcome":null,"overdue_since":null,"recovered_at":null,"rung":1,"rungs":"[[\"Owner\",\"owner\",\"decision\",48]]","state":"open"}]]','f4b302180dd69fc50fdc65c2fb777ea19405021563ec37a6c8d6be6ff43939e4','37c00dc97d5e95b11c9a11c8b2a8b52de332ba28c6a9556ddd12eb96cc1d2819');
INSERT INTO "history" VALUES(4,'2026-09-07T16:00:00Z','2026-09-08T08:00:00Z',NULL,'judged','2026-W36','["E-2","returns"]',NULL,'{"escalations":{"E-2":"rung 1"},"judged":{"returns 2026-W36":"late"}}',NULL,NULL,'[]','37c00dc97d5e95b11c9a11c8b2a8b52de332ba28c6a9556ddd12eb96cc1d2819','c9c30dd49042d89214834211ee64a2384573c7fec0212223bfc5c74bde022ba6');
INSERT INTO "history" VALUES(5,'2026-09-08T08:00:00Z','2026-09-08T08:00:00Z','Ada','decided','D-1','["A-1","D-1","E-1","sacks"]',NULL,'{"answers":["E-1"],"kind":"fix","title":"Grease the stones"}','they drag',NULL,'[["decisions",["id"],null,{"answers":"[\"E-1\"]","at":"2026-09-08T08:00:00Z","by":"Ada","check_on":"2026-10-06","checked_at":null,"checked_note":"","expect_by":null,"expect_kpi":null,"expect_value":null,"id":"D-1","kind":"fix","number":1,"options":"[]","outcome":null,"superseded_by":null,"supersedes":null,"then_values":"{\"sacks\":\"25\"}","title":"Grease the stones","why":"they drag"}],["actions",["id"],null,{"created_at":"2026-09-08T08:00:00Z","decision":"D-1","done_at":null,"dropped_at":null,"dropped_why":"","due":"2026-09-12","id":"A-1","number":1,"owner":"Bo","serves":"[]","state":"open","text":"grease them","verified_at":null,"verified_by":null}],["escalations",["id"],{"answered":0,"asked":null,"causes":"[[\"2026-09-07T08:00:00Z\",\"breach\",1,\"2026-W36\",\"25\",false]]","clock_due":"2026-09-09T08:00:00Z","decisions":"[]","ended_at":null,"id":"E-1","kpi":"sacks","number":1,"opened_at":"2026-09-07T08:00:00Z","outcome":null,"overdue_since":null,"recovered_at":null,"rung":1,"rungs":"[[\"Owner\",\"owner\",\"decision\",48]]","state":"open"},{"answered":1,"asked":null,"causes":"[[\"2026-09-07T08:00:00Z\",\"breach\",1,\"2026-W36\",\"25\",false]]","clock_due":null,"decisions":"[\"D-1\"]","ended_at":null,"id":"E-1","kpi":"sacks","number":1,"opened_at":"2026-09-07T08:00:00Z","outcome":null,"overdue_since":null,"recovered_at":null,"rung":1,"rungs":"[[\"Owner\",\"owner\",\"decision\",48]]","state":"open"}]]','c9c30dd49042d89214834211ee64a2384573c7fec0212223bfc5c74bde022ba6','88c18ec728b21422c515454a381126b15cf9e2d1aed178f7ab589bf2f88b3224');
INSERT INTO "history" VALUES(6,'2026-09-09T16:00:00Z','2026-09-14T08:00:00Z',NULL,'timed_out','E-2','["E-2","returns"]',NULL,'{"escalations":{"E-2":"rung 2"},"judged":{}}',NULL,NULL,'[]','88c18ec728b21422c515454a381126b15cf9e2d1aed178f7ab589bf2f88b3224','01c9b27bff150c1fc9bc810e9a0beb86c6f8ed2bba1318b6226d90ba85aa2456');
INSERT INTO "history" VALUES(7,'2026-09-12T16:00:00Z','2026-09-14T08:00:00Z',NULL,'timed_out','E-2','["E-2","returns"]',NULL,'{"escalations":{"E-2":"rung 3"},"judged":{}}',NULL,NULL,'[]','01c9b27bff150c1fc9bc810e9a0beb86c6f8ed2bba1318b6226d90ba85aa2456','72cac4b26d742502b366432c64f7609885aabbdcf4bcabd87f6af33a4d18410e');
INSERT INTO "history" VALUES(8,'2026-09-14T08:00:00Z','2026-09-14T08:00:00Z','Ada','recorded','sacks','["sacks"]','{"2026-W37":null}','{"2026-W37":"41"}',NULL,NULL,'[]','72cac4b26d742502b366432c64f7609885aabbdcf4bcabd87f6af33a4d18410e','f701d54c264d689d463438e2069cf06cebefcb82aeb2ca16b94e78ba1e0cb3c2');
CREATE TABLE initiatives (
  id TEXT PRIMARY KEY, objective TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, owner TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, position INTEGER, status TEXT, judged_at TEXT,
  value TEXT, direction TEXT, target TEXT, alert TEXT, amended INTEGER, late_value TEXT, late_at TEXT,
  entry INTEGER NOT NULL
) STRICT;
INSERT INTO "judgements" VALUES(1,'sacks','2026-W36',1,'breach','2026-09-07T08:00:00Z','25','at_least','40','30',0,NULL,NULL,3);
INSERT INTO "judgements" VALUES(2,'returns','2026-W36',2,'late','2026-09-07T16:00:00Z',NULL,'at_most','2',NULL,0,NULL,NULL,4);
CREATE TABLE key_results (
  id TEXT PRIMARY KEY, objective TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
  baseline TEXT, target TEXT, unit TEXT NOT NULL, start TEXT, due TEXT, weight TEXT NOT NULL, kpi TEXT, current TEXT,
  confidence INTEGER, score TEXT, score_note TEXT NOT NULL, ended TEXT, ended_why TEXT NOT NULL
) STRICT;
CREATE TABLE kpi_pauses (kpi TEXT NOT NULL, period TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (kpi, period)) STRICT;
CREATE TABLE kpi_versions (id INTEGER PRIMARY KEY, key TEXT NOT NULL, body TEXT, entry INTEGER NOT NULL) STRICT;
INSERT INTO "kpi_versions" VALUES(1,'sacks','{"aggregate":"last","alert":"30","cadence":"weekly","created_at":"2026-09-01T08:00:00Z","direction":"at_least","due_from":"2026-09-01T08:00:00Z","folded":"sacks milled","formula":null,"key":"sacks","kind":null,"lag_days":0,"measure":"","name":"Sacks milled","owner":"Ada","perspective":null,"retired_at":null,"target":"40","team":null,"unit":"number"}',1);
INSERT INTO "kpi_versions" VALUES(2,'returns','{"aggregate":"last","alert":null,"cadence":"weekly","created_at":"2026-09-01T08:00:00Z","direction":"at_most","due_from":"2026-09-01T08:00:00Z","folded":"returns","formula":null,"key":"returns","kind":null,"lag_days":0,"measure":"","name":"Returns","owner":"Cy","perspective":null,"retired_at":null,"target":"2","team":"Flour","unit":"percent"}',1);
CREATE TABLE kpis (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, team TEXT,
  unit TEXT NOT NULL, cadence TEXT NOT NULL, direction TEXT NOT NULL, target TEXT, alert TEXT,
  aggregate TEXT NOT NULL, lag_days INTEGER NOT NULL, kind TEXT, perspective TEXT, measure TEXT NOT NULL,
  formula TEXT, created_at TEXT NOT NULL, due_from TEXT NOT NULL, retired_at TEXT
) STRICT;
INSERT INTO "kpis" VALUES('sacks','Sacks milled','sacks milled','Ada',NULL,'number','weekly','at_least','40','30','last',0,NULL,NULL,'',NULL,'2026-09-01T08:00:00Z','2026-09-01T08:00:00Z',NULL);
INSERT INTO "kpis" VALUES('returns','Returns','returns','Cy','Flour','percent','weekly','at_most','2',NULL,'last',0,NULL,NULL,'',NULL,'2026-09-01T08:00:00Z','2026-09-01T08:00:00Z',NULL);
CREATE TABLE kr_checkins (
  id INTEGER PRIMARY KEY, key_result TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, confidence INTEGER NOT NULL,
  value TEXT, progressed TEXT NOT NULL, blocked TEXT NOT NULL, entry INTEGER NOT NULL
) STRICT;
CREATE TABLE meetings (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, period TEXT NOT NULL, held_at TEXT, held_by TEXT, rating INTEGER,
  remark TEXT, report TEXT, entry INTEGER NOT NULL
) STRICT;
INSERT INTO "meetings" VALUES(1,'weekly','2026-W36','2026-09-07T08:00:00Z','Ada',NULL,NULL,'{"actions":[],"checked":[],"company":"Old Mill","deadline":"2026-09-07T16:00:00+00:00","decisions":[],"escalations":[{"answered":false,"asked":"Ada","cause":"breach","due":"2026-09-09T08:00:00+00:00","id":"E-1","kpi":"Sacks milled","outcome":null,"overdue":false,"owes":"decision","recovered":false,"rung":"Owner","state":"open"}],"head":"f4b30218","held_at":"2026-09-07T08:00:00+00:00","held_by":"Ada","kind":"weekly","number_format":"1,234.50","rating":null,"remark":"","scorecard":[{"alert":"30","amended":false,"before":null,"direction":"at_least","key":"sacks","name":"Sacks milled","note":"","owner":"Ada","period":"2026-W36","signal":"unknown","status":"breach","target":"40","team":null,"trend":[null,null,null,null,null,null],"unit":"number","value":"25","would_be":null},{"alert":null,"amended":false,"before":null,"direction":"at_most","key":"returns","name":"Returns","note":"","owner":"Cy","period":"2026-W36","signal":"unknown","status":"pending","target":"2","team":"Flour","trend":[null,null,null,null,null,null],"unit":"percent","value":null,"would_be":null}],"solo":false,"week":"2026-W36","zone":"Europe/Oslo"}',3);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "meta" VALUES('judged_week','2026-W36');
INSERT INTO "meta" VALUES('next_moment','2026-09-14T16:00:00Z');
INSERT INTO "meta" VALUES('backed_up_on','2026-09-14');
INSERT INTO "meta" VALUES('next_E','3');
INSERT INTO "meta" VALUES('next_D','2');
INSERT INTO "meta" VALUES('next_A','2');
CREATE TABLE minutes (
  kind TEXT NOT NULL, period TEXT NOT NULL, part TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, period, part, subject)
) STRICT;
CREATE TABLE objectives (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, owner TEXT NOT NULL, cycle TEXT NOT NULL,
  team TEXT, kpi TEXT, serves TEXT, review_day INTEGER NOT NULL, state TEXT NOT NULL, created_at TEXT NOT NULL,
  activated_at TEXT, closed_at TEXT
) STRICT;
CREATE TABLE okr_versions (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, why TEXT, entry INTEGER NOT NULL
) STRICT;
CREATE TABLE people (name TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, left_at TEXT) STRICT;
INSERT INTO "people" VALUES('Ada','ada',NULL);
INSERT INTO "people" VALUES('Bo','bo',NULL);
INSERT INTO "people" VALUES('Cy','cy',NULL);
CREATE TABLE period_goals (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, direction TEXT, target TEXT, alert TEXT,
  entry INTEGER NOT NULL
) STRICT;
CREATE TABLE ranges (name TEXT PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL) STRICT;
CREATE TABLE readings (
  id INTEGER PRIMARY KEY, kpi TEXT NOT NULL, period TEXT NOT NULL, value TEXT, note TEXT, origin TEXT, who TEXT,
  at TEXT, meeting INTEGER, entry INTEGER NOT NULL
) STRICT;
INSERT INTO "readings" VALUES(1,'sacks','2026-W36','25',NULL,'typed','Ada','2026-09-05T08:00:00Z',NULL,2);
INSERT INTO "readings" VALUES(2,'sacks','2026-W37','41',NULL,'typed','Ada','2026-09-14T08:00:00Z',NULL,8);
CREATE TABLE rhythms (
  from_week TEXT PRIMARY KEY, zone TEXT NOT NULL, close_day INTEGER NOT NULL, close_time TEXT NOT NULL
) STRICT;
INSERT INTO "rhythms" VALUES('2026-W28','Europe/Oslo',0,'18:00');
CREATE TABLE rungs (
  position INTEGER PRIMARY KEY, name TEXT NOT NULL, who TEXT NOT NULL, owes TEXT NOT NULL, hours INTEGER
) STRICT;
CREATE TABLE saved_filters (name TEXT PRIMARY KEY, screen TEXT NOT NULL, query TEXT NOT NULL) STRICT;
CREATE TABLE sources (kpi TEXT PRIMARY KEY, kind TEXT NOT NULL, place TEXT NOT NULL, pick TEXT NOT NULL) STRICT;
CREATE TABLE teams (name TEXT PRIMARY KEY, folded TEXT NOT NULL UNIQUE, lead TEXT, members TEXT NOT NULL) STRICT;
INSERT INTO "teams" VALUES('Flour','flour','Bo','["Bo","Cy"]');
CREATE TABLE waivers (
  lint TEXT NOT NULL, subject TEXT NOT NULL, why TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (lint, subject)
) STRICT;
CREATE TABLE weeks (week TEXT PRIMARY KEY, deadline TEXT, moved_why TEXT, paused_why TEXT) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX history_undoes ON history (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX kpi_versions_key ON kpi_versions (key, id);
CREATE INDEX period_goals_key ON period_goals (kpi, period, id);
CREATE INDEX readings_key ON readings (kpi, period, id);
CREATE INDEX readings_entry ON readings (entry);
CREATE INDEX judgements_key ON judgements (kpi, period, id);
CREATE INDEX judgements_order ON judgements (kpi, position, id);
CREATE INDEX judgements_entry ON judgements (entry);
CREATE UNIQUE INDEX escalations_open ON escalations (kpi) WHERE state = 'open';
CREATE INDEX escalations_kpi ON escalations (kpi, number);
CREATE INDEX escalation_events_key ON escalation_events (escalation, id);
CREATE INDEX decisions_check ON decisions (check_on) WHERE outcome IS NULL;
CREATE INDEX actions_state ON actions (state, due);
CREATE INDEX actions_decision ON actions (decision);
CREATE INDEX meetings_key ON meetings (kind, period, id);
CREATE TRIGGER history_update_refused BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is only ever appended to'); END;
CREATE TRIGGER history_delete_refused BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is only ever appended to'); END;
CREATE TRIGGER escalation_events_update_refused BEFORE UPDATE ON escalation_events BEGIN SELECT RAISE(ABORT, 'escalation_events is only ever appended to'); END;
CREATE TRIGGER escalation_events_delete_refused BEFORE DELETE ON escalation_events BEGIN SELECT RAISE(ABORT, 'escalation_events is only ever appended to'); END;
CREATE TRIGGER readings_update_refused BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'readings is only ever appended to'); END;
CREATE TRIGGER readings_delete_refused BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'readings is only ever appended to'); END;
CREATE TRIGGER judgements_update_refused BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements is only ever appended to'); END;
CREATE TRIGGER judgements_delete_refused BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'judgements is only ever appended to'); END;
CREATE TRIGGER kpi_versions_update_refused BEFORE UPDATE ON kpi_versions BEGIN SELECT RAISE(ABORT, 'kpi_versions is only ever appended to'); END;
CREATE TRIGGER kpi_versions_delete_refused BEFORE DELETE ON kpi_versions BEGIN SELECT RAISE(ABORT, 'kpi_versions is only ever appended to'); END;
CREATE TRIGGER period_goals_update_refused BEFORE UPDATE ON period_goals BEGIN SELECT RAISE(ABORT, 'period_goals is only ever appended to'); END;
CREATE TRIGGER period_goals_delete_refused BEFORE DELETE ON period_goals BEGIN SELECT RAISE(ABORT, 'period_goals is only ever appended to'); END;
CREATE TRIGGER meetings_update_refused BEFORE UPDATE ON meetings BEGIN SELECT RAISE(ABORT, 'meetings is only ever appended to'); END;
CREATE TRIGGER meetings_delete_refused BEFORE DELETE ON meetings BEGIN SELECT RAISE(ABORT, 'meetings is only ever appended to'); END;
CREATE INDEX objectives_cycle ON objectives (cycle, number);
CREATE INDEX key_results_objective ON key_results (objective, position);
CREATE INDEX key_results_kpi ON key_results (kpi) WHERE kpi IS NOT NULL;
CREATE INDEX initiatives_objective ON initiatives (objective, position);
CREATE INDEX kr_checkins_key ON kr_checkins (key_result, id);
CREATE INDEX okr_versions_subject ON okr_versions (subject, id);
CREATE TRIGGER kr_checkins_update_refused BEFORE UPDATE ON kr_checkins BEGIN SELECT RAISE(ABORT, 'kr_checkins is only ever appended to'); END;
CREATE TRIGGER kr_checkins_delete_refused BEFORE DELETE ON kr_checkins BEGIN SELECT RAISE(ABORT, 'kr_checkins is only ever appended to'); END;
CREATE TRIGGER okr_versions_update_refused BEFORE UPDATE ON okr_versions BEGIN SELECT RAISE(ABORT, 'okr_versions is only ever appended to'); END;
CREATE TRIGGER okr_versions_delete_refused BEFORE DELETE ON okr_versions BEGIN SELECT RAISE(ABORT, 'okr_versions is only ever appended to'); END;
COMMIT;
PRAGMA application_id = 1667327025;
PRAGMA user_version = 5;
