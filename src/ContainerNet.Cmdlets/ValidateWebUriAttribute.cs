using System.Management.Automation;

namespace ContainerNet.Cmdlets;

/// <summary>Lets addresses of pages and of WebSockets through.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateWebUriAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not Uri { IsAbsoluteUri: true, Host.Length: > 0 } uri || uri.Scheme is not ("http" or "https" or "ws" or "wss"))
        {
            throw new ValidationMetadataException($"'{arguments}' is not a URL: http://HOST/PATH, or https, ws, wss.");
        }
    }
}
