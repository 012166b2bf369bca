package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

const (
	httpMethods = "get post put patch delete head options request"

	httpClients = "requests httpx requests.Session() requests.session() requests.sessions.Session() httpx.Client() httpx.AsyncClient() aiohttp.ClientSession() aiohttp.client.ClientSession() aiohttp " +
		"requests.api urllib3.PoolManager() urllib3.ProxyManager() urllib3 requests_html.HTMLSession() requests_html.AsyncHTMLSession() cloudscraper.create_scraper() grequests niquests niquests.Session() " +
		"curl_cffi.requests curl_cffi.requests.Session() cachecontrol.CacheControl() requests_cache.CachedSession() requests_futures.sessions.FuturesSession() treq asks rfc3986 uplink hyper primp httpcore httpcore.ConnectionPool()"

	connections = "http.client.HTTPConnection() http.client.HTTPSConnection() httplib.HTTPConnection() httplib.HTTPSConnection() six.moves.http_client.HTTPConnection() six.moves.http_client.HTTPSConnection()"
)

// pythonRequests are what asks other servers.
func pythonRequests() []sinkRow {
	return []sinkRow{
		{class: request, call: httpMethods, of: of(httpClients), at: at("0 1 url"), when: addressArgument, advice: "requests"},
		{class: request, call: "stream Request ws_connect send_request requests", of: of(httpClients), at: at("0 1 url"), when: addressArgument, advice: "requests"},
		{class: request, call: "Session", of: of("requests_toolbelt.sessions.BaseUrlSession"), at: at("0 base_url"), advice: "requests"},
		{class: request, call: "BaseUrlSession Client AsyncClient ClientSession", of: of("requests_toolbelt.sessions httpx aiohttp"), at: at("base_url"), advice: "requests"},
		{class: request, call: "ClientSession", of: of("aiohttp"), at: at("0"), need: wantsText, advice: "requests"},
		{class: request, call: "get post put patch delete head request ws_connect stream", of: of("~http_session ~client_session ~http_client ~httpx ~requests"), at: at("0 url"), need: wantsText, advice: "requests"},
		{class: request, call: "urlopen Request urlretrieve URLopener FancyURLopener", of: of("urllib.request urllib urllib2 urllib3 six.moves.urllib.request future.moves.urllib.request -"), at: at("0 url fullurl"), when: fromURLLib, advice: "requests"},
		{class: request, call: "open retrieve", of: of("urllib.request.build_opener() urllib2.build_opener() urllib.request.URLopener() urllib.URLopener() urllib.request.FancyURLopener() urllib.FancyURLopener() urllib.request.OpenerDirector()"), at: at("0 fullurl url"), advice: "requests"},
		{class: request, call: "HTTPConnection HTTPSConnection HTTPConnectionPool HTTPSConnectionPool connection_from_url ProxyManager connection_from_host", of: of("http.client httplib six.moves.http_client urllib3 urllib3.connection urllib3.connectionpool urllib3.PoolManager() eventlet.green.httplib"), at: at("0 host url"), advice: "requests"},
		{class: request, call: "set_tunnel", of: of(connections), at: at("0 host"), advice: "requests"},
		{class: request, call: "urlopen", of: of("urllib3.PoolManager() urllib3.HTTPConnectionPool() urllib3.HTTPSConnectionPool() urllib3.connectionpool.HTTPConnectionPool()"), at: at("1 url"), need: wantsText, advice: "requests"},
		{class: request, call: "request", of: of("httplib2.Http()"), at: at("0 uri"), advice: "requests"},
		{class: request, call: "fetch HTTPRequest", of: of("tornado.httpclient tornado.httpclient.AsyncHTTPClient() tornado.httpclient.HTTPClient() tornado.simple_httpclient.SimpleAsyncHTTPClient()"), at: at("0 url request"), advice: "requests"},
		{class: request, call: "setopt", of: of("pycurl.Curl() ~curl"), at: at("1"), when: curlAddress, advice: "requests"},
		{class: request, call: "Agent getPage request", of: of("twisted.web.client twisted.web.client.Agent()"), at: at("0 1"), need: wantsText, advice: "requests"},
		{class: request, call: "get_service_from_url connect", of: of("libtaxii websocket.WebSocket() websockets websocket"), at: at("0 url uri"), advice: "requests"},
		{class: request, call: "callTaxiiService callTaxiiService2", of: of("libtaxii.clients.HttpClient()"), at: at("0 host"), advice: "requests"},
		{class: request, call: "parse", of: of("libtaxii.scripts"), at: at("0 url"), advice: "requests"},
		{class: request, call: "create_connection WebSocketApp", of: of("websocket"), at: at("0 url"), advice: "requests"},
		{class: request, call: "create_connection", of: of("socket"), at: at("0.0 0="), when: unsure, advice: "requests"},
		{class: request, call: "ServerProxy", of: of("xmlrpc.client xmlrpclib"), at: at("0 uri"), advice: "requests"},
		{class: request, call: "goto", of: of("~page ~browser"), at: at("0 url"), need: wantsText, when: importsAny("playwright", "pyppeteer"), advice: "requests"},
		{class: request, call: "from_url from_file", of: of("pdfkit imgkit"), at: at("0"), advice: "requests"},
		{class: request, call: "parse", of: of("feedparser"), at: at("0 url_file_stream_or_string"), need: wantsText, advice: "requests"},
		{class: request, call: "download", of: of("wget"), at: at("0 url"), advice: "requests"},
		{class: request, call: azureClients, of: of("azure.keyvault.secrets azure.keyvault.keys azure.keyvault.certificates azure.storage.blob azure.storage.fileshare azure.storage.queue azure.data.tables azure.storage.filedatalake azure.cosmos"),
			at: at("0 vault_url account_url url endpoint blob_url"), advice: "requests"},
		{class: request, call: "from_blob_url from_container_url from_file_url from_share_url from_directory_url from_queue_url from_table_url", of: of("*"),
			at: at("0 blob_url container_url file_url share_url directory_url queue_url table_url"), when: importsAny("azure"), advice: "requests"},
	}
}

// azureClients are clients of Azure that are given an address, and send credentials there.
const azureClients = "SecretClient KeyClient CertificateClient BlobServiceClient BlobClient ContainerClient ShareServiceClient ShareClient ShareFileClient ShareDirectoryClient QueueServiceClient QueueClient " +
	"TableServiceClient TableClient DataLakeServiceClient CosmosClient download_blob_from_url upload_blob_to_url"

// curlAddress says whether an option of curl is its address: c.setopt(c.URL, x).
func curlAddress(_ *engine, c *called) certainty {
	_, option := c.argument("0")
	if option != nil && program.LastName(option) == "URL" {
		return sure
	}
	return no
}

// addressArgument: requests.request takes the method before the address.
func addressArgument(_ *engine, c *called) certainty { return sure }

func fromURLLib(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.origin, "urllib") {
		return sure
	}
	return no
}
