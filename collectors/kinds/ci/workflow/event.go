package workflow

import (
	"slices"
	"strings"

	"github.com/rhysd/actionlint"

	"github.com/assize/assize/collectors/kinds/ci"
)

// events returns the events of a workflow, and the inputs that are no free text, in lower case.
func events(all []actionlint.Event) (map[string]ci.Event, map[string]bool) {
	out, closed, free := map[string]ci.Event{}, map[string]bool{}, map[string]bool{}
	for _, event := range all {
		name := eventName(event)
		if name == "" {
			continue
		}
		var told ci.Event
		switch e := event.(type) {
		case *actionlint.WebhookEvent:
			told = ci.Event{Line: line(e.Pos), Types: texts(e.Types), Branches: filter(e.Branches), Tags: filter(e.Tags)}
		case *actionlint.ScheduledEvent:
			told.Line = line(e.Pos)
		case *actionlint.RepositoryDispatchEvent:
			told = ci.Event{Line: line(e.Pos), Types: texts(e.Types)}
		case *actionlint.ImageVersionEvent:
			told.Line = line(e.Pos)
		case *actionlint.WorkflowDispatchEvent:
			told.Line = line(e.Pos)
			for key, input := range e.Inputs {
				note(closed, free, key, input != nil && input.Type > actionlint.WorkflowDispatchEventInputTypeString && input.Type != actionlint.WorkflowDispatchEventInputTypeEnvironment)
			}
		case *actionlint.WorkflowCallEvent:
			told.Line = line(e.Pos)
			for _, input := range e.Inputs {
				if input != nil && input.Name != nil {
					note(closed, free, input.Name.Value, input.Type == actionlint.WorkflowCallEventInputTypeBoolean || input.Type == actionlint.WorkflowCallEventInputTypeNumber)
				}
			}
		}
		out[name] = told
	}
	for name := range free {
		delete(closed, name) // the other event lets it be anything
	}
	return out, closed
}

func note(closed, free map[string]bool, name string, bounded bool) {
	if bounded {
		closed[strings.ToLower(name)] = true
	} else {
		free[strings.ToLower(name)] = true
	}
}

// line returns the line of a position, 0 where there is none.
func line(p *actionlint.Pos) int {
	if p == nil {
		return 0
	}
	return p.Line
}

func texts(values []*actionlint.String) []string {
	var out []string
	for _, v := range values {
		if v != nil {
			out = append(out, v.Value)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func filter(f *actionlint.WebhookEventFilter) []string {
	if f == nil {
		return nil
	}
	return texts(f.Values)
}

func concurrency(c *actionlint.Concurrency) *ci.Concurrency {
	if c == nil || c.Group == nil {
		return nil
	}
	return &ci.Concurrency{Group: c.Group.Value, Line: line(c.Pos)}
}
