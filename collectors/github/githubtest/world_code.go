package githubtest

// Workflow is a workflow that pins what it uses and asks for little.
const Workflow = `name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - run: make test
`

// code sets what every repository has: a workflow, and one change that was approved and one that was pushed.
func (s *Server) code(name string) {
	full := "acme/" + name
	s.Files(full, map[string]File{"README.md": {Text: "# " + name}, ".github/workflows/ci.yml": {Text: "# of " + name + "\n" + Workflow}})
	s.Commits(full,
		Commit{SHA: "c2", At: "2025-04-01T10:00:00Z", Author: "cem", Signed: true, PullRequest: &PullRequest{
			Number: 7, Author: "cem", MergedBy: "ada", MergedAt: "2025-04-01T10:00:00Z", Merge: "c2", Checks: "SUCCESS",
			Reviews: []Review{{"APPROVED", "2025-04-01T09:00:00Z", "ada"}},
		}},
		Commit{SHA: "c1", At: "2025-03-01T10:00:00Z", Author: "cem"},
	)
}

// goodCode sets more of everything: actions, Dependabot's configuration, and a history with merged branches.
func (s *Server) goodCode() {
	s.Files("acme/good", map[string]File{
		"README.md": {Text: "# good"}, "src/main.go": {Text: "package main"}, "src/deep/er/action.yml": {Text: "name: too deep"},
		"LICENSE": {Text: "All rights reserved."}, "SECURITY.md": {Text: "Write to security@acme.example.\n"}, "docs/CHANGES.md": {Text: "-\n"},
		".github/CODEOWNERS": {Text: "* @acme/core\n/docs nobody\n"}, ".github/SUPPORT.md": {Text: "Ask.\n"},
		".github/workflows/ci.yml":         {Text: Workflow},
		".github/workflows/release.yaml":   {Text: "name: release\non: push\njobs:\n  a:\n    runs-on: self-hosted\n    steps:\n      - uses: other/deploy@main\n"},
		"action.yml":                       {Text: "name: root\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.name }}\n      shell: bash\n"},
		"lint/action.yaml":                 {Text: "name: lint\nruns:\n  using: node24\n  main: x.js\n"},
		".github/actions/setup/action.yml": {Text: "name: setup\nruns:\n  using: docker\n  image: Dockerfile\n"},
		".github/dependabot.yml":           {Text: "version: 2\nupdates:\n  - package-ecosystem: gomod\n    directory: /\n    schedule:\n      interval: weekly\n"},
	})
	squashed := &PullRequest{
		Number: 12, Author: "dora", MergedBy: "ada", MergedAt: "2025-04-05T10:00:00Z", Merge: "g6", Checks: "SUCCESS",
		Reviews: []Review{
			{"CHANGES_REQUESTED", "2025-04-05T07:00:00Z", "ada"}, {"APPROVED", "2025-04-05T08:00:00Z", "ada"},
			{"APPROVED", "2025-04-05T08:30:00Z", "ben"}, {"DISMISSED", "2025-04-05T08:40:00Z", "Pia"}, {"APPROVED", "2025-04-05T11:00:00Z", "oli"},
		},
	}
	rebased := &PullRequest{Number: 11, Author: "dependabot", AuthorIs: "Bot", MergedBy: "dora", MergedAt: "2025-04-04T10:00:00Z", Merge: "g5", Checks: "FAILURE"}
	merged := &PullRequest{Number: 10, Author: "cem", MergedBy: "cem", MergedAt: "2025-04-03T10:00:00Z", Merge: "g3"}
	elsewhere := &PullRequest{Number: 3, Author: "oli", MergedBy: "oli", MergedAt: "2025-04-01T10:00:00Z", Merge: "f1", From: "oli/good"}
	s.Commits("acme/good",
		Commit{SHA: "g6", At: "2025-04-05T10:00:00Z", Author: "dora", Signed: true, PullRequest: squashed},
		Commit{SHA: "g5", At: "2025-04-04T10:00:01Z", Signed: true, PullRequest: rebased},
		Commit{SHA: "g4", At: "2025-04-04T10:00:00Z", Signed: true, PullRequest: rebased},
		Commit{SHA: "g3", At: "2025-04-03T10:00:00Z", Author: "cem", PullRequest: merged},
		Commit{SHA: "side", At: "2025-04-03T09:00:00Z", Author: "cem", Side: true, PullRequest: merged},
		Commit{SHA: "g2", At: "2025-04-02T10:00:00Z", Author: "ben", Checks: "PENDING", PullRequest: elsewhere},
		Commit{SHA: "g1", At: "2025-04-01T10:00:00Z"},
	)
}
