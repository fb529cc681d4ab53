// SPDX-License-Identifier: Apache-2.0
// The rules of tests/fixtures/todo-law in Cedar, behind Node's own HTTP server: what the server is
// compared with. Nothing is recorded. Prints the port it listens on.
import http from "node:http";
import { createRequire } from "node:module";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

const policies = `
permit (principal in Group::"users",
        action in [Action::"can_read_user", Action::"can_read_todos"], resource);
permit (principal in Group::"writers", action == Action::"can_create_todo", resource);
permit (principal in Group::"admins",
        action in [Action::"can_update_todo", Action::"can_delete_todo"], resource);
permit (principal in Group::"editors",
        action in [Action::"can_update_todo", Action::"can_delete_todo"], resource)
  when { resource.ownerID == context.user };
`;

const groups = {
  "rick@the-citadel.com": ["users", "writers", "admins"],
  "morty@the-citadel.com": ["users", "writers", "editors"],
  "summer@the-smiths.com": ["users", "writers", "editors"],
  "beth@the-smiths.com": ["users"],
  "jerry@the-smiths.com": ["users"],
};

const set = { staticPolicies: policies };
const ready = cedar.preparsePolicySet ? cedar.preparsePolicySet("todo", set) : null;
if (ready && ready.type !== "success") {
  throw new Error(JSON.stringify(ready));
}

function decide(asked) {
  const user = asked.subject.id;
  const call = {
    principal: { type: "User", id: user },
    action: { type: "Action", id: asked.action.name },
    resource: { type: "Todo", id: asked.resource.id },
    context: { user },
    entities: [
      {
        uid: { type: "User", id: user },
        attrs: {},
        parents: (groups[user] ?? []).map((id) => ({ type: "Group", id })),
      },
      {
        uid: { type: "Todo", id: asked.resource.id },
        attrs: asked.resource.properties ?? {},
        parents: [],
      },
    ],
  };
  const answer = ready
    ? cedar.statefulIsAuthorized({
        ...call, preparsedPolicySetId: "todo", validateRequest: false, preparsedSchemaName: null,
      })
    : cedar.isAuthorized({ ...call, policies: set });
  if (answer.type !== "success") {
    throw new Error(JSON.stringify(answer));
  }
  return answer.response.decision === "allow";
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    let status = 200;
    let body;
    try {
      body = JSON.stringify({ decision: decide(JSON.parse(Buffer.concat(chunks))) });
    } catch (error) {
      status = 400;
      body = JSON.stringify({ error: String(error) });
    }
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
