# Dot-sourced by suites of ingresses: an application that knows only /, on a port of this machine.

$IngressApplication = {
    param([System.Net.HttpListener] $Listener)
    while ($Listener.IsListening) {
        $context = $Listener.GetContext()
        $response = $context.Response
        $type, $text = switch ($context.Request.Url.AbsolutePath) {
            '/' { $response.StatusCode = 302; $response.AddHeader('Location', '/login'); 'text/plain', '' }
            '/login' { 'text/html', '<html><script src="/static/app.js"></script><img src="http://elsewhere.test/a.png"></html>' }
            '/static/app.js' { 'text/javascript', 'new WebSocket("/ws")' }
            '/app/' { 'text/html', '<html>at home</html>' }
            default { $response.StatusCode = 404; 'text/plain', 'no such page' }
        }
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
        $response.ContentType = $type
        $response.ContentLength64 = $bytes.Length
        $response.OutputStream.Write($bytes)
        $response.Close()
    }
}

# Starts one, and gives its address.
function Start-IngressApplication {
    $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add("http://*:$port/")
    $listener.Start()
    $null = Start-ThreadJob $IngressApplication -ArgumentList $listener
    [pscustomobject]@{ Listener = $listener; Address = "http://127.0.0.1:$port" }
}

# A manifest with one path, written to a file.
function New-IngressManifest([string] $File, [string] $Path, [string] $Annotations = '') {
    Set-Content $File @"
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations: { $Annotations }
spec:
  ingressClassName: nginx
  rules:
  - host: shop.test
    http:
      paths:
      - path: "$Path"
        pathType: ImplementationSpecific
        backend: { service: { name: shop, port: { number: 80 } } }
"@
}
