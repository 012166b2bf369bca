package taint

// The requests of Python's frameworks. Their members have different names, so that
// one model serves for all.
var (
	pythonUpload = &model{
		members: gives(map[string]give{"filename name": plain, "file": likely}),
		methods: gives(map[string]give{"read": parsedX}),
		itself:  give{some: true, hints: json},
	}

	pythonFiles = &model{
		others:  is(pythonUpload),
		methods: gives(map[string]give{"get getlist values": is(pythonUpload)}),
	}

	pythonRequest = &model{
		members: gives(map[string]give{
			// Django and its REST framework
			"GET POST COOKIES REQUEST": plain, "META": {some: true, hints: text, unsure: true}, "body data": parsedX, "FILES": is(pythonFiles),
			"query_params": plain, "path_info path": ownAddress,
			// Flask, Quart, Werkzeug, Bottle
			"args values cookies headers query_string view_args referrer user_agent": plain, "url full_path base_url url_root": ownAddress,
			"json": asJSON, "form": parsedX, "files": is(pythonFiles), "forms query": parsedX, "stream": parsedX, "authorization": plain,
			// Starlette, aiohttp, Sanic
			"path_params match_info rel_url": plain, "url_": plain, "params": parsedX, "matchdict": plain, "GET_": plain, "raw_body": parsedX,
		}),
		methods: gives(map[string]give{
			"get_json json": asJSON, "form get_data text post body read": parsedX, "getvalue get_argument": plain, "get_full_path build_absolute_uri get_raw_uri": ownAddress, "get": plain,
			"get_host": {some: true, hints: text, unsure: true},
		}),
	}
)

// pythonOrigins are sources by where they come from.
func pythonOrigins() map[string]give {
	return gives(map[string]give{
		"flask.request quart.request bottle.request self.request flask.globals.request django.http.HttpRequest() fastapi.Request() starlette.requests.Request() " +
			"rest_framework.request.Request() aiohttp.web.Request() flask.Request() sanic.Request() sanic.request.Request() werkzeug.Request() HttpRequest() litestar.Request()": is(pythonRequest),
		"fastapi.UploadFile() starlette.datastructures.UploadFile()": is(pythonUpload),
		"self.kwargs": {some: true, hints: text, safe: path | redirect, unsure: true},
		"self.get_argument() self.get_query_argument() self.get_body_argument() self.get_arguments() self.get_cookie()": plain,
		"cgi.FieldStorage()": parsedX,
	})
}
