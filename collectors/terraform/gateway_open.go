package terraform

import (
	"net/http"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// apiPolicy reads who may call a REST API: the companion's policy, else the API's own. A body may bring one too.
func (v *visit) apiPolicy(p *partial, api *instance, into *[]kinds.Statement) {
	const slot = "aws_api_gateway_rest_api_policy.rest_api_id"
	sure, doubtful := v.children(api, slot)
	switch own := api.at("policy"); {
	case len(doubtful) > 0 || len(sure) > 1:
		p.doubt(append(doubtful, sure...)[0], "policy")
	case len(sure) == 1:
		*into = p.document(sure[0].at("policy"), "policy")
	case len(v.gone[[2]string{api.address, slot}]) > 0:
		p.later(api, "what is left of the policy", "policy")
	case own.unset() && defined(api):
		p.bodied(api, "policy")
	default:
		*into = p.document(own, "policy")
	}
}

// defined says that an API has, or may have, a definition as text.
func defined(api *instance) bool {
	body := api.at("body")
	return !body.unset() && body.is != ""
}

// bodied gives facts that the definition of an API may decide a gap.
func (p *partial) bodied(api *instance, places ...string) {
	for _, place := range places {
		p.gap(place, collectors.AfterApply, "the body of "+api.address+" may say it", api.address)
	}
}

// openMethods are the methods of a REST API for which nobody has to sign in.
func (v *visit) openMethods(p *partial, api *instance) []string {
	sure, doubtful := v.children(api, "aws_api_gateway_method.rest_api_id")
	var out []string
	for _, m := range sure {
		name, known := m.at("http_method").text()
		way := p.text(m.at("authorization"), "open")
		keyed := p.flag(m.at("api_key_required"), "open", false)
		path, found := v.pathOf(m.at("resource_id"), api, 0)
		switch {
		case way != "NONE" || keyed || known && name == http.MethodOptions:
		case !known || !found:
			p.unread(m.at("http_method"), "open")
			p.later(m, "which method it is", "open")
		default:
			out = append(out, name+" "+path)
		}
	}
	return v.open(p, api, out, doubtful)
}

// pathOf is the path of a resource of a REST API that the plan holds.
func (v *visit) pathOf(is value, api *instance, depth int) (path string, found bool) {
	if root, known := api.at("root_resource_id").text(); known {
		if id, same := is.text(); same && id == root {
			return "/", true
		}
	}
	if v.thing(is, []string{"root_resource_id"}, api.typ) == api {
		return "/", true
	}
	r := v.thing(is, []string{"id"}, "aws_api_gateway_resource")
	if r == nil || depth > maxDepth {
		return "", false
	}
	if whole, known := r.at("path").text(); known && !r.changes() {
		return whole, true
	}
	part, known := r.at("path_part").text()
	above, found := v.pathOf(r.at("parent_id"), api, depth+1)
	return strings.TrimSuffix(above, "/") + "/" + part, known && found
}

// openRoutes are the same of an HTTP or WebSocket API, of which only the route "$connect" can ask. A route without a word of
// authorization has none.
func (v *visit) openRoutes(p *partial, api *instance, protocol string) []string {
	sure, doubtful := v.children(api, "aws_apigatewayv2_route.api_id")
	var out []string
	for _, r := range sure {
		key := p.text(r.at("route_key"), "open")
		way := p.textOrNull(r.at("authorization_type"), "open")
		asks := way != nil && *way != "NONE" || p.flag(r.at("api_key_required"), "open", false)
		if !asks && !(protocol == "WEBSOCKET" && key != "$connect") && !strings.HasPrefix(key, http.MethodOptions+" ") {
			out = append(out, key)
		}
	}
	if target := api.at("target"); !target.unset() && target.is != "" {
		p.later(api, "the route that it makes of its own", "open")
	}
	return v.open(p, api, out, doubtful)
}

// open is what is known to be open; that nothing is, only a plan can say that makes the API and all of it. What it does not hold
// can only open more.
func (v *visit) open(p *partial, api *instance, found []string, doubtful []*instance) []string {
	switch {
	case len(found) > 0:
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "open")
	case defined(api):
		p.bodied(api, "open")
	case api.exists():
		p.later(api, "which other methods it has", "open")
	}
	slices.Sort(found)
	return slices.Compact(found)
}
