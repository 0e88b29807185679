namespace ContainerNet.Paths.Ingresses;

/// <summary>The cookie by which a client stays with one endpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The path that was asked for; "" for that of the location.</param>
/// <param name="Domain">The domain; "" for the host alone.</param>
/// <param name="Secure">Is it sent over HTTPS only? Null: where it was given over HTTPS.</param>
/// <param name="SameSite">None, Lax or Strict; "" where it does not say.</param>
public sealed record CookieAffinity(string Name, string Path, string Domain, bool? Secure, string SameSite);
