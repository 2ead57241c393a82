package github

import (
	"fmt"
	"strings"
)

// What is asked for of each repository, in GitHub's GraphQL. Every connection says how many it wants, as GitHub demands, and
// what is below counts towards its limit of 500,000 nodes for one document.
const (
	// censusFields say how many there are of what most repositories have none of, and how the default branch is protected. How
	// changes are merged a list of repositories does not tell.
	censusFields = `
    viewerCanAdminister hasVulnerabilityAlertsEnabled
    deleteBranchOnMerge mergeCommitAllowed rebaseMergeAllowed squashMergeAllowed
    deployKeys(first: 1) { totalCount }
    environments(first: 1) { totalCount }
    collaborators(first: 1, affiliation: DIRECT) { totalCount }
    rulesets(first: 10, includeParents: true) { totalCount nodes { databaseId enforcement target source { __typename } } }
    defaultBranchRef { name branchProtectionRule { id } refUpdateRule { pattern } }`

	// protectionFields are how the default branch is protected: by the classic protection, and by which
	// rulesets, of whose rules REST tells the rest.
	protectionFields = `
    rulesets(first: 100, includeParents: true) { totalCount nodes { databaseId enforcement target source { __typename } } }
    defaultBranchRef { name
      branchProtectionRule {
        allowsDeletions allowsForcePushes isAdminEnforced lockBranch requiresCommitSignatures requiresConversationResolution requiresLinearHistory
        requiresStatusChecks requiresStrictStatusChecks requiredStatusCheckContexts requiredStatusChecks { context app { databaseId } }
        requiresApprovingReviews requiredApprovingReviewCount dismissesStaleReviews requiresCodeOwnerReviews requireLastPushApproval restrictsPushes
        bypassForcePushAllowances(first: 1) { totalCount }
        bypassPullRequestAllowances(first: 100) { totalCount nodes { actor { __typename ... on App { databaseId slug } ... on Team { databaseId slug } ... on User { databaseId login } } } }
        pushAllowances(first: 100) { totalCount nodes { actor { __typename ... on App { databaseId slug } ... on Team { databaseId slug } ... on User { databaseId login } } } }
      }
      rules(first: 100) { totalCount nodes { type repositoryRuleset { databaseId } } }
    }`

	// accessFields are who is named on a repository.
	accessFields = `
    collaborators(first: 100, affiliation: DIRECT) { totalCount edges { permission permissionSources { roleName } node { login } } }`

	// changesFields are the newest commits of the default branch and how they came there.
	changesFields = `
    defaultBranchRef { name target { ... on Commit { history(first: 50) { nodes {
      oid committedDate parents(first: 1) { nodes { oid } }
      author { user { login } }
      signature { isValid }
      statusCheckRollup { state }
      associatedPullRequests(first: 5) { totalCount nodes {
        number merged mergedAt baseRefName baseRepository { nameWithOwner } mergeCommit { oid }
        author { __typename login } mergedBy { login }
      } }
    } } } } }`

	// pullFields are who reviewed one pull request, and its checks. They are asked of those alone that brought a change: each of the
	// other pull requests of each commit would cost as much.
	pullFields = `
      reviews(last: 30, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) { totalCount nodes { state submittedAt author { login } } }
      commits(last: 1) { nodes { commit { statusCheckRollup { state } } } }`

	// releasesFields are the newest releases with their files.
	releasesFields = `
    releases(first: 5, orderBy: {field: CREATED_AT, direction: DESC}) { nodes {
      tagName publishedAt isDraft isPrerelease releaseAssets(first: 50) { totalCount nodes { name } }
    } }`

	// treeFields are the names of files: two floors of the root, and the folders of workflows and of actions.
	treeFields = `
    root: object(expression: "HEAD:") { __typename ... on Tree { entries { path type mode size oid object { ... on Tree { entries { path type mode size oid } } } } } }
    workflows: object(expression: "HEAD:.github/workflows") { __typename ... on Tree { entries { path type mode size oid } } }
    actions: object(expression: "HEAD:.github/actions") { __typename ... on Tree { entries { path type mode size oid object { ... on Tree { entries { path type mode size oid } } } } } }`

	// blobFields are of one file.
	blobFields = `... on Blob { oid byteSize isBinary isTruncated text }`
)

// document asks for the same fields of each of several repositories of one owner: r0, r1 and so on.
func document(names []string, fields string) (string, map[string]any) {
	variables := map[string]any{}
	var head, body strings.Builder
	for i, name := range names {
		variables[fmt.Sprintf("n%d", i)] = name
		fmt.Fprintf(&head, ", $n%d: String!", i)
		fmt.Fprintf(&body, "  r%d: repository(owner: $owner, name: $n%d, followRenames: false) { ...f }\n", i, i)
	}
	return fmt.Sprintf("query($owner: String!%s) {\n%s}\nfragment f on Repository {%s\n}\n", head.String(), body.String(), fields), variables
}

// pullsDocument asks for pull requests of each of several repositories, by their numbers: p7, p12 and so on.
func pullsDocument(names []string, pulls map[string][]int) (string, map[string]any) {
	variables := map[string]any{}
	var head, body strings.Builder
	for i, name := range names {
		variables[fmt.Sprintf("n%d", i)] = name
		fmt.Fprintf(&head, ", $n%d: String!", i)
		fmt.Fprintf(&body, "  r%d: repository(owner: $owner, name: $n%d, followRenames: false) {", i, i)
		for _, number := range pulls[name] {
			fmt.Fprintf(&body, " p%d: pullRequest(number: %d) { ...f }", number, number)
		}
		body.WriteString(" }\n")
	}
	return fmt.Sprintf("query($owner: String!%s) {\n%s}\nfragment f on PullRequest {%s\n}\n", head.String(), body.String(), pullFields), variables
}
