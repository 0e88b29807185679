using System.Runtime.InteropServices;
using ContainerNet.Model;

namespace ContainerNet.Paths.Walking;

/// <summary>The routing decision for one packet.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Route">The route that was chosen, or null.</param>
/// <param name="Link">The interface that it leaves by, or null.</param>
/// <param name="NextHop">Who is to get it on that link: a gateway, or the destination itself.</param>
/// <param name="Reason">Why it is closed.</param>
/// <param name="Detail">The same in words; also why it is unknown.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RouteAnswer(
    RouteKind Kind, Route? Route = null, Link? Link = null, WideNumber NextHop = default, HopReason? Reason = null, string Detail = "");
