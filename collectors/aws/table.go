package aws

import (
	"context"
	"slices"
)

// A scope says how often a service is asked.
type scope int

const (
	global   scope = iota // once, for the whole account
	regional              // in every region
)

// An entry is one service that is read.
type entry struct {
	// service is its name in the options only and skip.
	service string
	scope   scope
	// kinds are the kinds that it fills.
	kinds []string
	// actions are the IAM actions that reading it takes, all of them.
	actions []string
	// collect reads the service in one region; a global one is read in the home region. What cannot be read is told as a
	// gap: an error is a defect, or the end of ctx.
	collect func(ctx context.Context, v *visit, region string) error
}

// table lists every service that is read, sorted by name. A service whose kind would be of no use without another is
// part of that other's entry.
func table() []entry {
	return []entry{
		accessanalyzerEntry(),
		accountEntry(),
		acmEntry(),
		apigatewayEntry(),
		backupEntry(),
		budgetsEntry(),
		cloudfrontEntry(),
		cloudtrailEntry(),
		cloudwatchEntry(),
		configEntry(),
		dynamodbEntry(),
		ec2Entry(),
		ecrEntry(),
		efsEntry(),
		eksEntry(),
		elbEntry(),
		eventsEntry(),
		guarddutyEntry(),
		iamEntry(),
		kmsEntry(),
		lambdaEntry(),
		logsEntry(),
		macieEntry(),
		organizationEntry(),
		rdsEntry(),
		s3Entry(),
		secretsmanagerEntry(),
		securityhubEntry(),
		snsEntry(),
		sqsEntry(),
	}
}

func services() []string {
	var out []string
	for _, e := range table() {
		out = append(out, e.service)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
