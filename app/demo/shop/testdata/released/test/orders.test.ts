import request from "supertest";
import { describe, expect, it } from "vitest";

import { createApp } from "../src/app.js";

describe("orders", () => {
  it("are refused without a token", async () => {
    await request(createApp()).get("/api/v1/orders").expect(401).expect("WWW-Authenticate", "Bearer");
  });

  it("are refused with a token that is none", async () => {
    const response = await request(createApp()).get("/api/v1/orders").set("Authorization", "Bearer x.y.z");
    expect(response.status).toBe(401);
  });
});
