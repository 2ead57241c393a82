package aws

import (
	"encoding/json"
	"slices"

	"github.com/assize/assize/collectors"
)

// always are the actions that every visit takes, whatever it reads. sts:GetCallerIdentity, which comes before all, needs none.
var always = []string{"ec2:DescribeRegions"}

// A statement and a document are the parts of an IAM policy that are used here.
// Source: IAM User Guide, IAM JSON policy elements.
type (
	statement struct {
		Sid      string
		Effect   string
		Action   []string
		Resource string
	}
	document struct {
		Version   string
		Statement []statement
	}
)

// Permissions implements collectors.Prober: the IAM policy for the services that t's options choose. Its actions are those
// of the table, by name; every one of them only reads. Most have no resource to be narrowed to, and what an audit will
// find is not known before: its resource is "*". For an organisation it says also what the identity needs that enters the accounts.
func (*Collector) Permissions(t collectors.Target) ([]byte, error) {
	chosen, err := parseOptions(t.Options)
	if err != nil {
		return nil, err
	}
	actions := slices.Clone(always)
	for _, e := range table() {
		if chosen.wants(e.service) {
			actions = append(actions, e.actions...)
		}
	}
	slices.Sort(actions)
	statements := []statement{{"AssizeReads", "Allow", slices.Compact(actions), "*"}}
	if t.Scheme == orgScheme {
		if err := chosen.needRole(); err != nil {
			return nil, err
		}
		statements = append(statements, statement{"AssizeListsAccounts", "Allow", []string{"organizations:ListAccounts"}, "*"},
			statement{"AssizeTakesRoles", "Allow", []string{"sts:AssumeRole"}, "arn:aws:iam::*:role/" + chosen.role})
	}
	out, err := json.MarshalIndent(document{"2012-10-17", statements}, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(out, '\n'), nil
}
