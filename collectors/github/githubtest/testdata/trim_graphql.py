"""Trim GitHub's GraphQL schema to what the collector asks for: trim_graphql.py schema.graphql ../../document.go ../../sign_on.go ../../deployments_graph.go >schema.graphql

Kept are the types below, of them the fields whose names stand in the documents and lead to kept types or to values, with all
their arguments, and what those need. Descriptions go. What is valid against this is valid against the whole.
"""
import re, sys

TYPES = set("""Actor Blob Bot BranchProtectionRule CheckSuite CheckSuiteConnection Commit CommitConnection CommitHistoryConnection DeployKeyConnection Deployment DeploymentConnection
DeploymentReview DeploymentReviewConnection DeploymentStatus DeploymentStatusConnection Enterprise EnterpriseConnection EnterpriseIdentityProvider EnterpriseOwnerInfo
Environment EnvironmentConnection ExternalIdentity ExternalIdentityConnection OIDCProvider OrganizationConnection OrganizationIdentityProvider PageInfo Release ReleaseAsset
ReleaseAssetConnection ReleaseConnection
GitActor GitObject GitSignature GpgSignature Mannequin Organization PullRequest PullRequestCommit PullRequestCommitConnection
PullRequestConnection PullRequestReview PullRequestReviewConnection Query Ref RefUpdateRule Repository RepositoryCollaboratorConnection
App BranchActorAllowanceActor BypassForcePushAllowanceConnection BypassPullRequestAllowance BypassPullRequestAllowanceConnection
PermissionSource PushAllowance PushAllowanceActor PushAllowanceConnection RepositoryCollaboratorEdge RepositoryRule RepositoryRuleConnection
RequiredStatusCheckDescription Team
RepositoryRuleset RepositoryRulesetConnection RuleSource SmimeSignature SshSignature StatusCheckRollup Tree TreeEntry UnknownSignature User WorkflowRun""".split())
text = re.sub(r'""".*?"""\n?', "", open(sys.argv[1]).read(), flags=re.S)
text = re.sub(r"\(\s*([^()]*?)\s*\)", lambda m: "(" + ", ".join(l.strip() for l in m.group(1).split("\n") if l.strip()) + ")", text)
text = re.sub(r" @(deprecated|docsCategory|possibleTypes|preview)(\([^)]*\))?", "", text)
words = set(re.findall(r"[A-Za-z_]+", "".join(open(name).read() for name in sys.argv[2:])))
found = {}
for m in re.finditer(r"^(type|interface|union|enum|input|scalar) (\w+)([^{=\n]*)(?:\{(.*?)^\}|= ([^\n]*))?", text, re.M | re.S):
    found[m.group(2)] = m
base = lambda t: re.sub(r"[\[\]!\s]", "", t)
need, done, out = sorted(TYPES), set(), []
while need:
    name = need.pop(0)
    if name in done or name in ("Int", "String", "Boolean", "ID", "Float"):
        continue
    done.add(name)
    m = found[name]
    kind, rest, body, union = m.group(1), m.group(3), m.group(4), m.group(5)
    if kind == "scalar":
        out.append("scalar " + name)
    elif kind == "union":
        out.append("union %s = %s" % (name, " | ".join(t for t in re.findall(r"\w+", union) if t in TYPES)))
    elif kind in ("enum", "input"):
        lines = [l.strip() for l in body.split("\n") if l.strip()]
        if kind == "input":
            need += [base(l.split(":")[1].split("=")[0]) for l in lines]
        out.append("%s %s {\n  %s\n}" % (kind, name, "\n  ".join(lines)))
    else:
        keep = []
        for line in body.split("\n"):
            f = re.match(r"\s*(\w+)(\(.*\))?: (\S+)$", line.rstrip())
            if not f or f.group(1) not in words:
                continue
            to = base(f.group(3))
            if found.get(to) and found[to].group(1) in ("type", "interface", "union") and to not in TYPES:
                continue
            keep.append(line.strip())
            need.append(to)
            need += [base(t) for t in re.findall(r"\w+: ([\[\]!\w]+)", re.sub(r"= ?\{[^}]*\}", "", f.group(2) or ""))]
        faces = [t for t in re.findall(r"\w+", rest.replace("implements", "")) if t in TYPES]
        head = "%s %s%s" % (kind, name, " implements " + " & ".join(faces) if faces else "")
        assert keep, name
        out.append("%s {\n  %s\n}" % (head, "\n  ".join(keep)))
print("\n\n".join(sorted(out)))
