package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
)

const (
	// auditLogDays is how far back GitHub's audit log reaches. Source: GitHub Docs, Reviewing the audit log for your organization.
	auditLogDays = 180
	// maxEvents is how many events of the log are read, the newest first.
	maxEvents = 10_000
)

var errAllSeen = errors.New("everybody was seen")

// A log is what the audit log says of people: when each was last seen, by login in lower case. Failed is why nothing is known of
// those who are not in it; nil means that they did nothing in the time that it reaches back.
type auditLog struct {
	seen   map[string]string
	failed error
}

// lesser says why there is certainly nothing of what GitHub's Enterprise plan alone has, or nil. Plans of other names may have it.
func (v *visit) lesser(r request, what string) error {
	plan, _ := v.org.in("plan")
	if name := plan.text("name"); name == "free" || name == "team" {
		return &fault{request: r, cause: collectors.PlanLimit, detail: fmt.Sprintf("the plan %q does not have %s", name, what), needs: "GitHub Enterprise"}
	}
	return nil
}

// lastSeen reads the audit log until everybody was seen. It is one list of the organisation, not one of each member.
func (v *visit) lastSeen(ctx context.Context, everybody map[string]account) auditLog {
	out := auditLog{seen: map[string]string{}}
	since := v.config.Now().UTC().AddDate(0, 0, -auditLogDays)
	r := at(auditLogOf, v.owner)
	if out.failed = v.lesser(r, "the audit log"); out.failed != nil {
		return out
	}
	missing, events := len(everybody), 0
	out.failed = v.each(ctx, r.with("phrase", "created:>="+since.Format(time.DateOnly)), "", func(o object) error {
		login := strings.ToLower(o.text("actor"))
		var ms int64
		if json.Unmarshal(o.fields["@timestamp"], &ms) != nil && json.Unmarshal(o.fields["created_at"], &ms) != nil {
			return &fault{request: r, cause: collectors.Failed, detail: "an event in the log has no time"}
		}
		_, known := everybody[login]
		if _, again := out.seen[login]; known && !again {
			out.seen[login] = time.UnixMilli(ms).UTC().Format(time.RFC3339)
			missing--
		}
		events++
		switch {
		case missing == 0:
			return errAllSeen
		case events >= maxEvents:
			return &fault{request: r, cause: collectors.Truncated, detail: fmt.Sprintf("the newest %d events are read", events)}
		}
		return nil
	})
	if errors.Is(out.failed, errAllSeen) {
		out.failed = nil
	}
	return out
}
