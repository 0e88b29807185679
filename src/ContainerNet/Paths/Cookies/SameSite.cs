namespace ContainerNet.Paths.Cookies;

/// <summary>Which requests of other sites a cookie goes along with.</summary>
public enum SameSite
{
    /// <summary>With those that bring a new page to the window; what a cookie has that does not say.</summary>
    Lax,

    /// <summary>With none.</summary>
    Strict,

    /// <summary>With all; over HTTPS only.</summary>
    None,
}
