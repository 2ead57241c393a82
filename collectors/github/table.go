package github

import "context"

// An entry is one part of what is read.
type entry struct {
	// service is its name, in progress and probes.
	service string
	// kinds are the kinds that it fills.
	kinds []string
	// calls are the endpoints that reading it may take.
	calls []string
	// organization reads it once, and is nil for what single repositories have alone; repository reads it of one repository, and
	// is nil for what the organisation has alone. What cannot be read is told as a gap: an error is a defect, or the end of
	// ctx.
	organization func(ctx context.Context, v *visit) error
	repository   func(ctx context.Context, v *visit, r *repository) error
	// about is about how many requests it takes of one repository; nil is none.
	about estimate
	// counted is true for one that GraphQL's counts may spare requests.
	counted bool
	// living is true for what is of no account in a repository that is archived.
	living bool
}

// table lists what is read, in the order in which it is read of one repository.
func table() []entry {
	return []entry{
		organizationEntry(),
		membersEntry(),
		appsEntry(),
		patsEntry(),
		credentialsEntry(),
		runnerGroupsEntry(),
		teamsEntry(),
		rulesetsEntry(),
		protectionEntry(),
		collaboratorsEntry(),
		repositoryEntry(),
		webhooksEntry(),
		keysEntry(),
		secretsEntry(),
		runnersEntry(),
		environmentsEntry(),
		deploymentsEntry(),
		changesEntry(),
		releasesEntry(),
		filesEntry(),
	}
}
