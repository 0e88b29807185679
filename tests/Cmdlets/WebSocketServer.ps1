# Dot-sourced by scripts that run in a network namespace of their own: a server at 127.0.0.1. PowerShell waits for it at its end,
# so such a script ends with [Environment]::Exit.

$WebSocketServer = {
    param([System.Net.Sockets.TcpListener] $Listener, [System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate)

    while ($true) {
        $client = $Listener.AcceptTcpClient()
        try {
            $stream = $client.GetStream()
            if ($Certificate) {
                $stream = [System.Net.Security.SslStream]::new($stream)
                $stream.AuthenticateAsServer($Certificate)
            }

            $reader = [System.IO.StreamReader]::new($stream, [System.Text.Encoding]::Latin1)
            $request = @(while ($line = $reader.ReadLine()) { $line })
            if ($request[0] -like 'GET /hangs *') {
                $null = $stream.Read([byte[]]::new(1), 0, 1)
                continue
            }

            $plain = switch -Wildcard ($request[0]) {
                'GET /bare *' { "HTTP/1.1 400 Bad Request`r`nServer: nginx/1.22.1`r`nContent-Length: 34`r`n`r`nCan `"Upgrade`" only to `"WebSocket`"." }
                'GET /evil *' { "HTTP/1.1 502 Bad`e[2J Gateway`r`nServer: ngi`e[1mnx`r`nX: `e]0;title`a`r`n`r`nsee`e[2J here" }
                'GET /headers *' { "HTTP/1.1 404 Not Found`r`n`r`n$(($request -match '^(Host|Origin|Cookie|X-A|Sec-WebSocket-Protocol): ' | Sort-Object) -join '|')" }
            }
            if ($plain) {
                $stream.Write([System.Text.Encoding]::Latin1.GetBytes($plain))
                continue
            }

            $key = ($request -match '^Sec-WebSocket-Key: ')[0].Substring(19)
            $accept = [Convert]::ToBase64String([System.Security.Cryptography.SHA1]::HashData([System.Text.Encoding]::ASCII.GetBytes("${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")))
            $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 101 Switching Protocols`r`nUpgrade: websocket`r`nConnection: Upgrade`r`nSec-WebSocket-Accept: $accept`r`n`r`n"))
            $socket = [System.Net.WebSockets.WebSocket]::CreateFromStream($stream, [System.Net.WebSockets.WebSocketCreationOptions]@{ IsServer = $true })
            $buffer = [System.ArraySegment[byte]] [byte[]]::new(4096)
            while ($true) {
                $receive = $socket.ReceiveAsync($buffer, [System.Threading.CancellationToken]::None)
                if ($request[0] -like 'GET /idle *' -and -not $receive.Wait(1000)) {
                    break
                }

                $message = $receive.GetAwaiter().GetResult()
                if ($message.MessageType -eq 'Close') {
                    $socket.CloseOutputAsync('NormalClosure', 'bye', [System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
                    break
                }

                $socket.SendAsync($buffer.Slice(0, $message.Count), $message.MessageType, $message.EndOfMessage, [System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
            }
        }
        catch {
            # The client had seen enough.
        }
        finally {
            $client.Dispose()
        }
    }
}

# Serves in the background, and gives the port.
function Start-WebSocketServer([System.Security.Cryptography.X509Certificates.X509Certificate2] $Certificate) {
    $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $null = Start-ThreadJob $WebSocketServer -ArgumentList $listener, $Certificate
    $listener.LocalEndpoint.Port
}

# A host on which the container chat runs, in the network namespace of this process.
function Get-ChatHost([int] $Port) {
    [ContainerNet.Model.Snapshot]@{
        Host = [ContainerNet.Model.HostInfo]@{ Name = [Environment]::MachineName }
        CollectedAt = [DateTimeOffset]::UtcNow
        Containers = [ContainerNet.Model.Container[]] [ContainerNet.Model.Container]@{
            Engine = 'docker'; Id = '1'; Name = 'chat'; State = 'Running'; ProcessId = $PID
            ActivePorts = [ContainerNet.Model.PortBinding[]] [ContainerNet.Model.PortBinding]@{
                HostAddress = '127.0.0.1'; HostPort = $Port; ContainerPort = $Port; Protocol = 'Tcp'
            }
        }
    }
}
