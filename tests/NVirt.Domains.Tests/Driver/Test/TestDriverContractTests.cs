using NVirt.Domains.Driver;
using NVirt.Domains.Memory;
using NVirt.Domains.Testing;

namespace NVirt.Domains.Tests.Driver.Test;

public sealed class TestDriverContractTests : DriverContract
{
    protected override string Type => "test";

    protected override IDomainDriver Connect() => new TestDriver(new TestDriverOptions { Domains = [] });
}
