namespace ContainerNet.Paths.Requests;

/// <summary>What becomes of a request at a proxy.</summary>
public enum RequestOutcome
{
    /// <summary>It is passed on to another server.</summary>
    Proxied,

    /// <summary>The proxy answers itself, with a status that the configuration gives.</summary>
    Answered,

    /// <summary>The client is sent elsewhere.</summary>
    Redirected,

    /// <summary>A file is looked for.</summary>
    File,

    /// <summary>It is given to an application by other means than HTTP.</summary>
    Gateway,

    /// <summary>The proxy refuses it: it is malformed, forbidden, or goes round in circles.</summary>
    Refused,

    /// <summary>The connection is closed without an answer.</summary>
    Closed,

    /// <summary>No server of the proxy listens where it arrives.</summary>
    NotListening,

    /// <summary>It cannot be told: something on the way is not understood.</summary>
    Unknown,
}
