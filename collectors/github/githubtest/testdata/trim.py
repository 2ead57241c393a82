"""Trim GitHub's OpenAPI description to what the collector asks for: trim.py api.github.com.json ghec.json endpoint.go >openapi.json

Paths that the first file does not have are those of GitHub Enterprise Cloud, in the second.

Kept of each path are the parameters and the first example of each answer, all references resolved; schemas, texts and
webhooks go.
"""
import json, re, sys

every, cloud = json.load(open(sys.argv[1])), json.load(open(sys.argv[2]))
whole = every
wanted = sorted(set(re.findall(r'= "(/[^"]*)"', open(sys.argv[3]).read())) - {"/graphql"} | {
    "/orgs/{org}/installation", "/repos/{owner}/{repo}/installation", "/app/installations/{installation_id}/access_tokens"})


def resolve(x):
    while isinstance(x, dict) and "$ref" in x:
        at = whole
        for part in x["$ref"].lstrip("#/").split("/"):
            at = at[part.replace("~1", "/").replace("~0", "~")]
        x = at
    return x


def parameter(p):
    p = resolve(p)
    schema = resolve(p.get("schema", {}))
    kept = {k: schema[k] for k in ("type", "enum", "maximum", "pattern") if k in schema}
    return {"name": p["name"], "in": p["in"], "required": p.get("required", False), "schema": kept}


def answer(r):
    for content in resolve(r).get("content", {}).values():
        for example in content.get("examples", {}).values():
            return {"value": resolve(example).get("value")}
    return {}


paths = {}
for path in wanted:
    whole = every if path in every["paths"] else cloud
    item = whole["paths"][path]
    for method in ("get", "post"):
        if method in item and (method == "get" or path.endswith("access_tokens")):
            op = item[method]
            paths.setdefault(path, {})[method] = {
                "parameters": [parameter(p) for p in op.get("parameters", [])],
                "responses": {code: answer(r) for code, r in op["responses"].items()},
            }
json.dump({"openapi": every["openapi"], "info": {k: every["info"][k] for k in ("title", "version", "license")}, "paths": paths},
          sys.stdout, indent=1, sort_keys=True)
