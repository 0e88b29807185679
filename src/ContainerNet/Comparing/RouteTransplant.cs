using System.Net;
using ContainerNet.Model;

namespace ContainerNet.Comparing;

/// <summary>Puts the routes of one host into another: those that are not of containers' networks.</summary>
internal static class RouteTransplant
{
    /// <summary>The host with them; null when one of them leads over an interface that it has not.</summary>
    public static Snapshot? Apply(HostCopy from, HostCopy into)
    {
        List<Route> moved = [];
        foreach (Route route in from.Facts.Routes.Where(r => !IsOfNetwork(r, from)))
        {
            if (from.In(into, route.Destination.ToString()) is not { } text || !IPNetwork.TryParse(text, out IPNetwork destination)
                || route.NextHops is not null || LinkIn(route.LinkIndex, from, into) is not { } link)
            {
                return null;
            }

            moved.Add(route with
            {
                Destination = destination,
                LinkIndex = link,
                Gateway = Address(route.Gateway, from, into),
                Source = Address(route.Source, from, into),
            });
        }

        return into.Facts with { Routes = [.. into.Facts.Routes.Where(r => IsOfNetwork(r, into)), .. moved] };
    }

    private static bool IsOfNetwork(Route route, HostCopy host) =>
        host.Facts.Links.FirstOrDefault(l => l.Index == route.LinkIndex) is { } link
        && (host.Roles.Interface(link.Name) is HostRoles.Cable || host.Roles.Interface(link.Name).StartsWith("<bridge ", StringComparison.Ordinal));

    private static int? LinkIn(int index, HostCopy from, HostCopy into)
    {
        if (from.Facts.Links.FirstOrDefault(l => l.Index == index) is not { } link)
        {
            return index == 0 ? 0 : null;
        }

        string? name = into.Roles.Meant(from.Roles.Interface(link.Name));
        return into.Facts.Links.FirstOrDefault(l => l.Name == name)?.Index;
    }

    private static IPAddress? Address(IPAddress? address, HostCopy from, HostCopy into) =>
        address is not null && from.In(into, address.ToString()) is { } text && IPAddress.TryParse(text, out IPAddress? own) ? own : address;
}
