# Dot-sourced by suites of ingresses: an application that knows only /, on a port of this machine.

$IngressApplication = {
    param([System.Net.Sockets.TcpListener] $Listener)
    while ($true) {
        $client = $Listener.AcceptTcpClient()
        $stream = $client.GetStream()
        $reader = [System.IO.StreamReader]::new($stream)
        $path = "$($reader.ReadLine())".Split(' ')[1]
        while ($reader.ReadLine()) { }
        $status, $more, $type, $text = switch ($path) {
            '/' { '302 Found', "Location: /login`r`n", 'text/plain', '' }
            '/login' { '200 OK', '', 'text/html', '<html><script src="/static/app.js"></script><img src="http://elsewhere.test/a.png"></html>' }
            '/static/app.js' { '200 OK', '', 'text/javascript', 'new WebSocket("/ws")' }
            '/app/' { '200 OK', '', 'text/html', '<html>at home</html>' }
            default { '404 Not Found', '', 'text/plain', 'no such page' }
        }
        $bytes = [System.Text.Encoding]::UTF8.GetBytes("HTTP/1.1 $status`r`n${more}Content-Type: $type`r`nContent-Length: $($text.Length)`r`nConnection: close`r`n`r`n$text")
        $stream.Write($bytes)
        $client.Close()
    }
}

# Starts one, which only this machine reaches, and gives its address.
function Start-IngressApplication {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $null = Start-ThreadJob $IngressApplication -ArgumentList $listener
    [pscustomobject]@{ Listener = $listener; Address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" }
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
