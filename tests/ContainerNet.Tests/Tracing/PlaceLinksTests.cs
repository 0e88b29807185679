using ContainerNet.Model;
using ContainerNet.Tracing;

namespace ContainerNet.Tests.Tracing;

public sealed class PlaceLinksTests
{
    private static readonly Link[] s_links = [new() { Index = 1, Name = "lo", IsLoopback = true }, new() { Index = 2, Name = "host0" }];

    [Fact]
    public void InterfaceThatCameLater_IsRead()
    {
        PlaceLinks links = PlaceLinks.Of(s_links);
        links.Renew = () => PlaceLinks.Of([.. s_links, new() { Index = 7, Name = "br-late" }]);

        Assert.Equal("br-late", links[7]);
        Assert.Equal("host0", links[2]);
        Assert.Null(links[0]);
    }

    [Fact]
    public void InterfaceThatIsGone_IsAskedForOnce()
    {
        int asked = 0;
        PlaceLinks links = PlaceLinks.Of(s_links);
        links.Renew = () =>
        {
            asked++;
            return PlaceLinks.Of(s_links);
        };

        Assert.Equal("interface 7", links[7]);
        Assert.Equal("interface 7", links[7]);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void NothingToAsk_NamesTheIndex() => Assert.Equal("interface 7", PlaceLinks.Of(s_links)[7]);
}
