import pg from "pg";

import { config } from "./config.js";

export const database = new pg.Pool({
  connectionString: config.DATABASE_URL,
  max: 10,
  statement_timeout: 5_000,
});
