package terraform

import "slices"

// A user is an attribute that names a thing which its owner then uses.
type user struct {
	typ  string
	path []any
}

// used are the things that users name, each found by target. What they are is worked out once for a name.
func (v *visit) used(name string, users []user, target func(value) *instance) map[*instance]bool {
	if is, done := v.inUse[name]; done {
		return is
	}
	out := map[*instance]bool{}
	for _, u := range users {
		for _, i := range v.byType[u.typ] {
			if i.data || i.deferred != "" {
				continue
			}
			if t := target(i.at(u.path...)); t != nil {
				out[t] = true
			}
		}
	}
	v.inUse[name] = out
	return out
}

// thing is the one planned resource of the types that a value names: by one of its attributes that are known, or, where the value
// is not known yet, by what the value's expression refers to. It is nil where that is not certain.
func (e *estate) thing(v value, by []string, types ...string) *instance {
	if name, known := v.text(); known {
		return e.named(link{parents: types, by: by}, name)
	}
	if v.of == nil || !v.open() || v.secret() {
		return nil
	}
	t := &tracker{estate: e}
	leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
	if t.lost || len(leads) != 1 || leads[0].instance.data || !slices.Contains(types, leads[0].instance.typ) ||
		leads[0].attribute != "" && !slices.Contains(by, leads[0].attribute) {
		return nil
	}
	return leads[0].instance
}
