using System.Management.Automation;

namespace ContainerNet.Cmdlets;

/// <summary>Lets addresses of WebSockets through.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateWebSocketUriAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not Uri { IsAbsoluteUri: true, Host.Length: > 0 } uri
            || (uri.Scheme != Uri.UriSchemeWs && uri.Scheme != Uri.UriSchemeWss))
        {
            throw new ValidationMetadataException($"'{arguments}' is not the address of a WebSocket: ws://HOST/PATH or wss://HOST/PATH.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new ValidationMetadataException("A browser sends no user and password of a WebSocket's address: use -Header.");
        }
    }
}
