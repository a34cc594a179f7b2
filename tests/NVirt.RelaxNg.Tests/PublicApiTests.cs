namespace NVirt.RelaxNg.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_deliberate() => Golden.Check(PublicApi.Of(typeof(RelaxNgSchema).Assembly), "public-api");
}
