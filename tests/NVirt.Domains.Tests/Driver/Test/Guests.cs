using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Driver.Test;

/// <summary>Domains of the test driver.</summary>
internal static class Guests
{
    public static DomainDocument Document(string name, string cpu = "") => DomainDocument.Parse(
        $"<domain type='test'><name>{name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type>hvm</type></os>{cpu}</domain>",
        $"{name}.xml");
}
