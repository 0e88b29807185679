BeforeDiscovery {
    # A network namespace of our own: nothing of this machine's network is touched.
    $Reason = if ((id -u) -ne '0') { 'not root' }
    elseif ($missing = 'unshare', 'ip' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }) { "$missing is missing" }
    if ($Reason) {
        Write-Host "Test-WebSocket in a namespace is skipped: $Reason."
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)

    # Where PowerShell is a tool of dotnet, its process is dotnet, and pwsh a script that would not pass a signal on.
    $Pwsh = @((Get-Process -Id $PID).Path)
    if ((Split-Path $Pwsh[0] -Leaf) -eq 'dotnet') {
        $Pwsh += [Environment]::GetCommandLineArgs()[0]
    }

    $Trusted = Join-Path $TestDrive trusted.pem

    # The head of a script that has the module, and a server in a network namespace of its own.
    $Apart = @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
`$PSStyle.OutputRendering = 'PlainText'
Import-Module '$ModulePath'
. '$PSScriptRoot/WebSocketServer.ps1'
ip link set lo up
`$port = Start-WebSocketServer
`$facts = Get-ChatHost `$port
`$here = @{ Address = '127.0.0.1'; Port = `$port }

"@

    # Runs a script after it, and gives its lines.
    # It trusts the certificates in a file of the test's own, and no others: what this machine trusts is neither asked nor touched.
    function Invoke-Apart([string] $Script) {
        $file = Join-Path $TestDrive apart.ps1
        Set-Content $file "$Apart$Script`n[Environment]::Exit(0)"
        & env "SSL_CERT_FILE=$Trusted" "SSL_CERT_DIR=$TestDrive/none" unshare --net @Pwsh -NoProfile -NonInteractive -File $file 2>&1 |
            ForEach-Object { "$_" }
    }

    function New-Test([hashtable] $Properties) {
        $all = @{
            Uri = 'ws://chat.example:8080/ws'; Vantage = 'External'; Address = '2001:db8::1'; Port = 8080; State = 'BadRequest'; Status = 400
            Detail = 'HTTP 400 Bad Request'; Reason = 'Mostly the application saw an ordinary request.'
        }
        foreach ($name in $Properties.Keys) {
            $all[$name] = $Properties[$name]
        }

        [ContainerNet.Probes.WebSockets.WebSocketTest] $all
    }
}

Describe 'Test-WebSocket' {
    It 'takes a URI by default, and ports from the pipeline' {
        $command = Get-Command Test-WebSocket
        $command.DefaultParameterSet | Should -BeExactly 'ByUri'
        $command.ParameterSets.Name | Sort-Object | Should -Be 'ByPort', 'ByUri'
        foreach ($set in 'ByUri', 'ByPort') {
            ($command.ParameterSets.Where({ $_.Name -eq $set }).Parameters | Where-Object Name -EQ Uri).IsMandatory | Should -BeTrue
        }

        $command.Parameters['InputObject'].ParameterSets['ByPort'].ValueFromPipeline | Should -BeTrue
        $command.Parameters.Keys | Should -Not -Contain 'Protocol'
    }

    It 'binds what it gives: Uri, Address, Port, Vantage, Container' {
        $made = New-Test @{ Container = 'chat' }
        foreach ($name in 'Uri', 'Address', 'Port', 'Vantage', 'Container') {
            $parameter = (Get-Command Test-WebSocket).Parameters[$name]
            @($parameter.ParameterSets.Values)[0].ValueFromPipelineByPropertyName | Should -BeTrue -Because $name
            $made.PSObject.Properties.Name | Should -Contain $name
        }
    }

    It 'completes vantages and containers' {
        (Complete 'Test-WebSocket ws://a/ -Vantage E').ListItemText | Should -Be 'External'
        (Complete "Test-WebSocket ws://a/ -Snapshot $Healthy -Container w").ListItemText | Should -Be 'web'
    }

    It 'rejects <Command> before anything is sent' -ForEach @(
        @{ Command = { Test-WebSocket http://chat.example/ }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket chat.example }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws:///ws }; Id = '*' }
        @{ Command = { Test-WebSocket ws://me:secret@chat.example/ }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Header @{ 'X-A' = "b`r`nX-C: d" } }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Header @{ Upgrade = 'h2c' } }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Origin "https://a`r`nX: y" }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Cookie "a=1`n" }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -SubProtocol 'a b' }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -IdleSeconds -1 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -TimeoutSeconds 0 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Address 127.0.0.1 -Port 70000 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-WebSocket ws://a/ -Vantage Moon }; Id = 'CannotConvertArgumentNoMessage,*' }
        @{ Command = { Test-WebSocket ws://a/ -Vantage Container }; Id = 'TargetNotFound,*' }
        @{ Command = { Test-WebSocket ws://a/ -Container web -Snapshot $Healthy }; Id = 'TargetNotFound,*' }
    ) {
        $Command | Should -Throw -ErrorId $Id
    }
}

Describe 'Views of a WebSocket test' {
    It 'shows state, what was seen and what it means, at 100 columns' {
        $lines = New-Test @{ Reason = 'Mostly the application saw an ordinary request, because a proxy before it did not pass the headers on.' } | Show
        $lines | Where-Object { $_ -match '^Vantage\s+Remote\s+State\s+Detail' } | Should -Not -BeNullOrEmpty
        $text = $lines -join "`n"
        $text | Should -BeLike '*Uri: ws://chat.example:8080/ws*'
        $text | Should -Match 'External\s+\[2001:db8::1\]:8080\s+BadRequest\s+HTTP 400 Bad Request'
        $text -replace '\s+', ' ' | Should -BeLike '*because a proxy before it did not pass the headers on.*'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }

    It 'lists what there is, and nothing that is not' {
        $lines = New-Test @{ StatusLine = 'HTTP/1.1 400 Bad Request'; Body = 'no' } | Format-List | Show
        $lines -match '^StatusLine\s+: HTTP/1.1 400 Bad Request' | Should -HaveCount 1
        $lines -match '^Body\s+: no' | Should -HaveCount 1
        $lines -match '^(Tls|Headers|SubProtocol|EchoMs|SilentSeconds|CloseCode|CloseReason)\b' | Should -BeNullOrEmpty
        $closed = New-Test @{ CloseCode = 1013; CloseReason = 'later'; SilentSeconds = 60.04 } | Format-List | Show
        $closed -match '^(SilentSeconds\s+: 60.0|CloseCode\s+: 1013|CloseReason\s+: later)$' | Should -HaveCount 3
    }

    It 'lets no escape sequence of a server reach the terminal: <View>' -ForEach @(@{ View = 'table' }, @{ View = 'list' }) {
        $hostile = [System.Collections.Generic.Dictionary[string, string]]::new()
        $hostile['x'] = "`e]0;title`a"
        $test = New-Test @{
            Detail = "HTTP 502 Bad`e[2J"; Reason = "so`e[1m"; StatusLine = "HTTP/1.1 502 Bad`e[2J"; Headers = $hostile; Body = "see`e[2J`nhere"
            SubProtocol = "a`e[2J"; CloseReason = "b`e[2J"
        }
        $text = ($View -eq 'table' ? ($test | Show) : ($test | Format-List | Show)) -join "`n"
        $text | Should -Not -Match "[\x00-\x08\x0b-\x1f\x7f]"
        $text | Should -BeLike '*502 Bad*'
    }
}

Describe 'Test-WebSocket in a network namespace of its own' -Skip:([bool] $Reason) {
    It 'opens one, echoes, and says so with -Quiet' {
        Invoke-Apart @'
$test = Test-WebSocket ws://chat.example/ws @here -Echo
"$($test.State) $($test.Status) $($test.CloseCode) $($test.EchoMs -gt 0)"
Test-WebSocket ws://chat.example/ws @here -Quiet
Test-WebSocket ws://chat.example/bare @here -Quiet
Test-WebSocket ws://chat.example/ws -Address 127.0.0.1 -Port $port, 1 -Quiet
'@ | Should -Be 'Open 101 1000 True', 'True', 'False', 'False'
    }

    It 'sends what was asked for' {
        Invoke-Apart @'
(Test-WebSocket ws://chat.example/headers @here -Origin https://page.example -Cookie a=1, b=2 -Header @{ 'X-A' = 5; Host = 'else.example' } -SubProtocol v2, v1).Body
'@ | Should -Be 'Cookie: a=1; b=2|Host: else.example|Origin: https://page.example|Sec-WebSocket-Protocol: v2, v1|X-A: 5'
    }

    It 'says why it is not upgraded, and after which silence it ends' {
        $lines = Invoke-Apart @'
$test = Test-WebSocket ws://chat.example/bare @here
"$($test.State) $($test.Detail)"
$test.Reason
$test = Test-WebSocket ws://chat.example/idle @here -IdleSeconds 20
"$($test.State) $($test.CloseCode) $([int] $test.SilentSeconds)"
(Test-WebSocket ws://chat.example/ws -Address 127.0.0.1 -Port 1).State
'@
        $lines[0] | Should -Be 'BadRequest HTTP 400 Bad Request from nginx/1.22.1: Can "Upgrade" only to "WebSocket".'
        $lines[1] | Should -BeLike '*Upgrade and Connection headers*nginx*'
        $lines[2..3] | Should -Be 'Dropped 1006 1', 'Refused'
    }

    It 'goes to a container from every vantage, and takes its own results again' {
        Invoke-Apart @'
$tests = Test-WebSocket ws://chat.example/ws -Container chat -Snapshot $facts
$tests | ForEach-Object { "$($_.Container) $($_.Vantage) $($_.State)" }
($tests[0..1] | Test-WebSocket -Snapshot $facts).State -join ' '
(Get-ContainerPort -Snapshot $facts | Test-WebSocket ws://chat.example/ws -Vantage Container -Snapshot $facts).State
(Test-WebSocket ws://chat.example/ws -Container nobody -Snapshot $facts -ErrorVariable problem -ErrorAction SilentlyContinue).Count
$problem.FullyQualifiedErrorId
'@ | Should -Be @(
            'chat Container Open', 'chat Loopback Open', 'chat Host Unknown', 'chat External Unknown', 'Open Open', 'Open', '0'
            'TargetNotFound,ContainerNet.Cmdlets.Commands.TestWebSocketCommand'
        )
    }

    It 'checks certificates against those that the host trusts' {
        $script = @'
$key = [System.Security.Cryptography.RSA]::Create(2048)
$request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=chat.example', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
$names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
$names.AddDnsName('chat.example')
$request.CertificateExtensions.Add($names.Build())
$certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
if ($trust) { Set-Content $trust $certificate.ExportCertificatePem() }
$secure = Start-WebSocketServer $certificate
foreach ($name in 'chat.example', 'else.example') {
    $test = Test-WebSocket wss://$name/ws -Address 127.0.0.1 -Port $secure
    "$($test.State) $($test.Tls) $($test.Detail -replace '; the pong.*')"
}
$test = Test-WebSocket wss://chat.example/ws -Address 127.0.0.1 -Port $secure -SkipCertificateCheck
"$($test.State) $($test.Reason)"
'@
        Invoke-Apart "`$trust = ''`n$script" | Should -Be @(
            'TlsFailed  the certificate is not valid: it is signed by itself, and not trusted on this host'
            'TlsFailed  the certificate is not valid: it is for chat.example, and not for else.example; it is signed by itself, and not trusted on this host'
            'Open Accepted all the same: the certificate is not valid: it is signed by itself, and not trusted on this host.'
        )
        Invoke-Apart "`$trust = '$Trusted'`n$script" | Should -Be @(
            'Open Tls13 HTTP 101 Switching Protocols'
            'TlsFailed  the certificate is not valid: it is for chat.example, and not for else.example'
            'Open '
        )
    }

    It 'stops at once at Ctrl+C: <What>' -ForEach @(@{ What = 'idle'; Path = 'ws' }, @{ What = 'waiting for an answer'; Path = 'hangs' }) {
        $file = Join-Path $TestDrive "stop-$Path.ps1"
        $mark = Join-Path $TestDrive "mark-$Path"
        Set-Content $file "$Apart Set-Content '$mark' x; try { Test-WebSocket ws://chat.example/$Path @here -IdleSeconds 300 -TimeoutSeconds 300 } finally { [Environment]::Exit(7) }"
        $script = Join-Path $TestDrive "stop-$Path.sh"
        Set-Content $script @"
env --default-signal=INT $($Pwsh.ForEach({ "'$_'" })) -NoProfile -NonInteractive -File '$file' >/dev/null 2>&1 &
for _ in `$(seq 300); do [ -e '$mark' ] && break; sleep 0.1; done
sleep 1
kill -INT `$!
for i in `$(seq 50); do kill -0 `$! 2>/dev/null || break; sleep 0.1; done
[ `$i -lt 50 ] && echo stopped || { echo runs on; kill -KILL `$!; }
"@
        unshare --net bash $script 2>$null | Should -Be 'stopped'
    }
}
