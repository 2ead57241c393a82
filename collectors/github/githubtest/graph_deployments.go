package githubtest

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// deployments are those of a repository to some environments, made of what was set for REST. The lock is held.
func (s *Server) deployments(at string, environments any) connection {
	out := connection{}
	list, _ := s.bodies[at+"/deployments"].([]any)
	wanted, _ := environments.([]any)
	for _, d := range list {
		d := d.(Object)
		if s.Blind || wanted != nil && !slices.Contains(wanted, d["environment"]) {
			continue
		}
		states, runs := connection{}, connection{}
		all, _ := s.bodies[fmt.Sprintf("%s/deployments/%v/statuses", at, d["id"])].([]any)
		for _, state := range all {
			state := state.(Object)
			states = append(states, Object{"__typename": "DeploymentStatus", "state": strings.ToUpper(state["state"].(string)), "logUrl": state["log_url"]})
			if _, below, is := strings.Cut(fmt.Sprint(state["log_url"]), "/actions/runs/"); is {
				runs = append(runs, s.run(at, strings.Split(path.Clean(below), "/")[0]))
			}
		}
		var latest any
		if len(states) > 0 {
			latest = states[0]
		}
		login, bot := strings.CutSuffix(first([]any{d["creator"]})["login"].(string), "[bot]")
		out = append(out, Object{
			"__typename": "Deployment", "databaseId": d["id"], "commitOid": d["sha"], "createdAt": d["created_at"],
			"creator":      Object{"__typename": map[bool]string{true: "Bot", false: "User"}[bot], "login": login},
			"latestStatus": latest, "statuses": states, "commit": Object{"__typename": "Commit", "checkSuites": runs},
		})
	}
	return out
}

// run is the check suite of a run of a workflow, with who approved its deployments.
func (s *Server) run(at, id string) Object {
	number, err := strconv.Atoi(id)
	if err != nil {
		s.t.Errorf("%s is no run", id)
	}
	reviews := connection{}
	approvals, _ := s.bodies[at+"/actions/runs/"+id+"/approvals"].([]any)
	for _, a := range approvals {
		a := a.(Object)
		if a["graphql hidden"] != nil {
			continue
		}
		of := connection{}
		for _, e := range a["environments"].([]any) {
			of = append(of, Object{"__typename": "Environment", "name": e.(Object)["name"]})
		}
		reviews = append(reviews, Object{
			"__typename": "DeploymentReview", "state": strings.ToUpper(a["state"].(string)), "environments": of,
			"user": Object{"__typename": "User", "login": a["user"].(Object)["login"]},
		})
	}
	return Object{"__typename": "CheckSuite", "workflowRun": Object{"__typename": "WorkflowRun", "databaseId": number, "deploymentReviews": reviews}}
}
