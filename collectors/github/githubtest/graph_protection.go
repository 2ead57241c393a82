package githubtest

import (
	"fmt"
	"strings"
)

// What GraphQL shows of a repository's protection and of who is named on it, made of what was set for REST. Members of bodies whose
// names begin with "graphql " are for GraphQL alone.

// enabled says whether a setting of the classic protection is on.
func enabled(body Object, key string) bool {
	setting, _ := body[key].(Object)
	on, _ := setting["enabled"].(bool)
	return on
}

// truth is a member that is true.
func truth(o Object, key string) bool { on, _ := o[key].(bool); return on }

// classicRule is a classic protection as GraphQL has it.
func classicRule(body Object) Object {
	checks, checked := body["required_status_checks"].(Object)
	review, reviewed := body["required_pull_request_reviews"].(Object)
	pushers, restricted := body["restrictions"].(Object)
	allowed, _ := review["bypass_pull_request_allowances"].(Object)
	out := Object{
		"__typename": "BranchProtectionRule", "id": "BPR_1", "isAdminEnforced": enabled(body, "enforce_admins"),
		"allowsDeletions": enabled(body, "allow_deletions"), "allowsForcePushes": enabled(body, "allow_force_pushes"),
		"lockBranch": enabled(body, "lock_branch"), "requiresCommitSignatures": enabled(body, "required_signatures"),
		"requiresConversationResolution": enabled(body, "required_conversation_resolution"), "requiresLinearHistory": enabled(body, "required_linear_history"),
		"requiresStatusChecks": checked, "requiresStrictStatusChecks": truth(checks, "strict"),
		"requiresApprovingReviews": reviewed, "requiredApprovingReviewCount": review["required_approving_review_count"],
		"dismissesStaleReviews": truth(review, "dismiss_stale_reviews"), "requiresCodeOwnerReviews": truth(review, "require_code_owner_reviews"),
		"requireLastPushApproval": truth(review, "require_last_push_approval"), "restrictsPushes": restricted,
		"bypassForcePushAllowances": connection{}, "bypassPullRequestAllowances": allowances(allowed, "BypassPullRequestAllowance"),
		"pushAllowances": allowances(pushers, "PushAllowance"),
	}
	out["requiredStatusCheckContexts"], out["requiredStatusChecks"] = checksGraph(checks)
	for key, value := range body {
		if name, own := strings.CutPrefix(key, "graphql "); own {
			out[name] = value
		}
	}
	return out
}

// checksGraph are the names of the checks that are required, and the checks.
func checksGraph(checks Object) (names, all []any) {
	names, all = []any{}, []any{}
	listed, there := checks["checks"].([]any)
	if !there {
		contexts, _ := checks["contexts"].([]any)
		for _, context := range contexts {
			listed = append(listed, Object{"context": context})
		}
	}
	for _, one := range listed {
		one := one.(Object)
		app := any(nil)
		if id, is := one["app_id"].(int); is && id > 0 {
			app = Object{"__typename": "App", "databaseId": id, "slug": fmt.Sprint("app", id)}
		}
		names = append(names, one["context"])
		all = append(all, Object{"__typename": "RequiredStatusCheckDescription", "context": one["context"], "app": app})
	}
	return names, all
}

// allowances are those whom a protection names. One with the member "hidden" is there, and is not shown.
func allowances(named Object, kind string) connection {
	out := connection{}
	for _, group := range [][2]string{{"users", "User"}, {"teams", "Team"}, {"apps", "App"}} {
		list, _ := named[group[0]].([]any)
		for _, one := range list {
			one := one.(Object)
			actor := any(Object{"__typename": group[1], "databaseId": one["id"], "login": one["login"], "slug": one["slug"]})
			if one["hidden"] != nil {
				actor = nil
			}
			out = append(out, Object{"__typename": kind, "actor": actor})
		}
	}
	return out
}

// rulesGraph are the rules of a branch as GraphQL has them: of repositories and organisations, of types that it knows; of others it
// says nothing.
func rulesGraph(body any) connection {
	out := connection{}
	schema, err := schemaOf()
	if err != nil {
		panic(err)
	}
	rules, _ := body.([]any)
	for _, rule := range rules {
		rule := rule.(Object)
		kind := strings.ToUpper(fmt.Sprint(rule["type"]))
		if schema.Types["RepositoryRuleType"].EnumValues.ForName(kind) == nil || rule["ruleset_source_type"] == "Enterprise" || rule["graphql hidden"] != nil {
			continue
		}
		out = append(out, Object{"__typename": "RepositoryRule", "type": kind, "repositoryRuleset": Object{"__typename": "RepositoryRuleset", "databaseId": rule["ruleset_id"]}})
	}
	return out
}

// edgesOf are those who are named on a repository as GraphQL has them. The member "graphql roles" has the names of the roles that
// they were given, instead of the one that REST tells; nil is that GraphQL does not tell them.
func edgesOf(body any) any {
	list, _ := body.([]any)
	return resolver(func(a Object) any {
		out := paged(edges(list), a)
		out["totalCount"] = len(list)
		return out
	})
}

// edges are those of them that are shown.
func edges(list []any) connection {
	out := connection{}
	for _, one := range list {
		one := one.(Object)
		if one["graphql hidden"] != nil {
			continue
		}
		roles, told := one["graphql roles"].([]any)
		if _, other := one["graphql roles"]; !other {
			roles, told = []any{one["role_name"]}, true
		}
		sources := any(nil)
		if told {
			all := []any{}
			for _, role := range roles {
				all = append(all, Object{"__typename": "PermissionSource", "roleName": role})
			}
			sources = all
		}
		out = append(out, Object{
			"__typename": "RepositoryCollaboratorEdge", "permission": permissionOf(one), "permissionSources": sources,
			"node": Object{"__typename": "User", "login": one["login"]},
		})
	}
	return out
}

// permissionOf is the highest permission that REST tells.
func permissionOf(one Object) string {
	permissions, _ := one["permissions"].(Object)
	for _, p := range [][2]string{{"admin", "ADMIN"}, {"maintain", "MAINTAIN"}, {"push", "WRITE"}, {"triage", "TRIAGE"}} {
		if truth(permissions, p[0]) {
			return p[1]
		}
	}
	return "READ"
}
