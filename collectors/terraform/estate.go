package terraform

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// An instance is one resource or data source of the plan or the state.
type instance struct {
	address string
	typ     string
	name    string
	key     string // as it ends the address: `["a"]`, `[0]` or nothing
	data    bool
	actions tfjson.Actions // none in a state
	after   any
	// unknown and sensitive have the form of after, with true where a value is unknown or sensitive.
	unknown, sensitive any
	config             *tfjson.ConfigResource // nil when the plan has no configuration
	scope              *scope
	estate             *estate // nil for what the plan deletes
	// deferred is why the plan puts it off, "" for what it does not: nothing of it is known, and maybe it will not be there.
	deferred string
}

// exists says that the thing is there before the plan is applied and stays.
func (i *instance) exists() bool {
	return !slices.Contains(i.actions, tfjson.ActionCreate) && !slices.Contains(i.actions, tfjson.ActionRead)
}

// changes says that the plan does something to it. A resource of a state does not change.
func (i *instance) changes() bool { return len(i.actions) > 0 && !i.actions.NoOp() }

// A scope is one instance of a module.
type scope struct {
	address string
	key     string // of its call
	parent  *scope // nil for the root
	config  *tfjson.ConfigModule
	call    *tfjson.ModuleCall
	source  []string // the names of the calls from the root
}

// An estate is all that a plan or a state speaks of.
type estate struct {
	root      *tfjson.ConfigModule
	providers map[string]*tfjson.ProviderConfig
	instances []*instance // sorted by address
	byType    map[string][]*instance
	byName    map[string][]*instance // by the address without the key
	links     []link
	scopes    map[string]*scope
	modules   map[string][]*scope // the instances of each call, by the address without the last key
	joined    map[[2]string][]*instance
	loose     map[string][]loose
	removed   []*instance               // what the plan deletes or changes, as it is now
	gone      map[[2]string][]*instance // the same by parent, as joined
	outsiders map[string]map[string][]*instance
	names     map[string]map[string]*instance // parents by type.attribute and its value
	places    *places
	relevant  []relevant // nil when the plan does not say
	// dependence is worked out when it is first asked for.
	dependence *dependence
	account    string
	moved      map[string]string // addresses before the plan and what they are after it
	seen       map[string]bool   // the ids
}

// newEstate takes stock of a document.
func newEstate(d *document, chosen options) (*estate, error) {
	e := &estate{
		byType: map[string][]*instance{}, byName: map[string][]*instance{}, scopes: map[string]*scope{}, modules: map[string][]*scope{},
		names: map[string]map[string]*instance{}, seen: map[string]bool{}, links: links(),
	}
	if d.Configuration != nil {
		e.root, e.providers = d.Configuration.RootModule, d.Configuration.ProviderConfigs
	}
	var err error
	switch {
	case !d.plan && chosen.before:
		err = usage(errors.New("a state has no state before it"), "leave the option state out, or name a plan")
	case !d.plan:
		err = e.addState(d.Values)
	case chosen.before:
		if d.PriorState != nil {
			e.moved = d.moves()
			err = e.addState(d.PriorState.Values)
		}
	default:
		err = e.addPlan(d)
	}
	if err != nil {
		return nil, err
	}
	if len(e.instances)+len(e.removed) == 0 && !chosen.before {
		return nil, usage(fmt.Errorf("the %s has no resource", d.what()), "nothing can be judged: was it made in the right folder and workspace?")
	}
	slices.SortFunc(e.instances, func(a, b *instance) int { return strings.Compare(a.address, b.address) })
	for _, i := range e.instances {
		e.byType[i.typ] = append(e.byType[i.typ], i)
		name := strings.TrimSuffix(i.address, i.key)
		e.byName[name] = append(e.byName[name], i)
	}
	e.account, e.relevant = chosen.account, d.Relevant
	return e, nil
}

// addPlan takes what will be there once the plan is applied. What was read before it stands in the prior state.
func (e *estate) addPlan(d *document) error {
	seen := map[string]bool{}
	for _, c := range d.ResourceChanges {
		switch {
		case c == nil || c.Change == nil:
			return usage(errors.New("the plan has a resource without a change"), showHint)
		case c.DeposedKey != "" || c.Change.Actions.Forget():
			continue
		case c.Change.Actions.Delete():
			e.removed = append(e.removed, wasOf(c))
			continue
		case !isObject(c.Change.After) || !isObject(c.Change.AfterUnknown) && c.Change.AfterUnknown != true && c.Change.AfterUnknown != false:
			return usage(fmt.Errorf("the plan has the resource %.80q, whose attributes are no object", c.Address), showHint)
		case c.Change.Before != nil && (c.Change.Actions.Update() || c.Change.Actions.Replace()):
			e.removed = append(e.removed, wasOf(c))
		}
		i := &instance{
			address: c.Address, typ: c.Type, name: c.Name, data: c.Mode == tfjson.DataResourceMode, actions: c.Change.Actions,
			after: c.Change.After, unknown: c.Change.AfterUnknown, sensitive: c.Change.AfterSensitive,
		}
		if err := e.add(i); err != nil {
			return err
		}
		seen[i.address] = true
	}
	if err := e.addDeferred(d.Deferred); err != nil || d.PriorState == nil || d.PriorState.Values == nil {
		return err
	}
	return walkState(d.PriorState.Values.RootModule, func(r *tfjson.StateResource) error {
		if r.Mode != tfjson.DataResourceMode || seen[r.Address] {
			return nil
		}
		return e.addStateResource(r)
	})
}

// isObject says that attributes are an object, or absent.
func isObject(attributes any) bool {
	_, is := attributes.(map[string]any)
	return is || attributes == nil
}

// wasOf is a resource as it is before the plan deletes or changes it.
func wasOf(c *tfjson.ResourceChange) *instance {
	return &instance{address: c.Address, typ: c.Type, name: c.Name, data: c.Mode == tfjson.DataResourceMode, actions: c.Change.Actions, after: c.Change.Before}
}

// addDeferred takes what the plan puts off.
func (e *estate) addDeferred(changes []*tfjson.DeferredResourceChange) error {
	for _, d := range changes {
		if d == nil || d.ResourceChange == nil || d.ResourceChange.Change == nil {
			return usage(errors.New("the plan has a deferred resource without a change"), showHint)
		}
		c := d.ResourceChange
		if c.Mode == tfjson.DataResourceMode || c.DeposedKey != "" || e.seen[printable(c.Address)] || c.Change.Actions.Delete() || c.Change.Actions.Forget() {
			continue
		}
		why := "for no reason that it names"
		if d.Reason != "" {
			why = "because of " + d.Reason
		}
		if err := e.add(&instance{address: c.Address, typ: c.Type, name: c.Name, actions: c.Change.Actions, unknown: true, deferred: why}); err != nil {
			return err
		}
	}
	return nil
}

func (e *estate) addState(values *stateValues) error {
	if values == nil {
		return nil
	}
	return walkState(values.RootModule, e.addStateResource)
}

func (e *estate) addStateResource(r *tfjson.StateResource) error {
	if r.DeposedKey != "" {
		return nil
	}
	sensitive, err := decodeAny(r.SensitiveValues)
	if err != nil {
		return usage(fmt.Errorf("%s: sensitive_values: %w", r.Address, err), showHint)
	}
	var after any
	if r.AttributeValues != nil {
		after = r.AttributeValues
	}
	address, name := r.Address, r.Name
	if to, moved := e.moved[address]; moved {
		address = to
		if steps, ok := parseAddress(to); ok {
			name = steps[len(steps)-1].name
		}
	}
	return e.add(&instance{address: address, typ: r.Type, name: name, data: r.Mode == tfjson.DataResourceMode, after: after, sensitive: sensitive})
}

func walkState(m *tfjson.StateModule, visit func(*tfjson.StateResource) error) error {
	if m == nil {
		return nil
	}
	for _, r := range m.Resources {
		if r == nil {
			continue
		}
		if err := visit(r); err != nil {
			return err
		}
	}
	for _, child := range m.ChildModules {
		if err := walkState(child, visit); err != nil {
			return err
		}
	}
	return nil
}

// add takes an instance in: it finds the instance's place in the configuration.
func (e *estate) add(i *instance) error {
	steps, ok := parseAddress(i.address)
	if !ok || i.typ == "" || i.name == "" {
		return usage(fmt.Errorf("the plan has a resource with the address %.80q, which cannot be understood", i.address), showHint)
	}
	id := printable(i.address)
	if e.seen[id] {
		return usage(fmt.Errorf("the plan has the resource %.80q twice", i.address), showHint)
	}
	e.seen[id], i.estate = true, e
	i.scope = e.scopeOf(steps[:len(steps)-1])
	last := steps[len(steps)-1]
	i.key = last.key
	if i.scope.config != nil {
		for _, c := range i.scope.config.Resources {
			if c != nil && c.Type == i.typ && c.Name == i.name && (c.Mode == tfjson.DataResourceMode) == i.data {
				i.config = c
			}
		}
	}
	e.instances = append(e.instances, i)
	return nil
}

// scopeOf finds or makes the instance of a module at steps.
func (e *estate) scopeOf(steps []step) *scope {
	address := ""
	at := e.scopes[address]
	if at == nil {
		at = &scope{config: e.root}
		e.scopes[address] = at
	}
	for _, s := range steps {
		call := joinAddress(address, "module."+s.name)
		address = call + s.key
		next := e.scopes[address]
		if next == nil {
			next = &scope{address: address, key: s.key, parent: at, source: append(slices.Clone(at.source), s.name)}
			if at.config != nil && at.config.ModuleCalls[s.name] != nil {
				next.call = at.config.ModuleCalls[s.name]
				next.config = next.call.Module
			}
			e.scopes[address] = next
			e.modules[call] = append(e.modules[call], next)
		}
		at = next
	}
	return at
}

func joinAddress(scope, rest string) string {
	if scope == "" {
		return rest
	}
	return scope + "." + rest
}
