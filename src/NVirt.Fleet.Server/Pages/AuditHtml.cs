using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Mitigations;

namespace NVirt.Fleet.Server.Pages;

/// <summary>Which protections guests do not get, and which they believe in without reason; a part of the guests at a time.</summary>
internal static class AuditHtml
{
    public const string Address = "/audit";

    private const int Limit = 100;

    public static Task<PageContent> OfAsync(PageRequest request) => request.HeavyAsync(Address, () =>
    {
        if (request.Part(Limit) is not { } part)
        {
            return PageContent.Bad(Address, PageTexts.Bad_Cursor);
        }

        string? pool = request.Word("pool");
        Version kernel = GuestAudit.Kernels.FirstOrDefault(k => k.ToString(2) == request.Word("kernel")) ?? GuestAudit.Kernels[0];
        (IReadOnlyList<FleetGuest> guests, string? next) = part.Cut(
            request.Inventory.Guests, g => g.Name,
            g => pool is null || (g.Host is { } host && request.Snapshot.Pools.GetValueOrDefault(host) == pool));
        FleetAnswer answer = AuditAnswer.Of(request.Inventory, guests, request.Inventory.KnownClasses(pool: null), kernel);
        PageWriter body = new PageWriter()
            .Form(
                Address, PageTexts.Show, new PageField("pool", PageTexts.Pool, pool),
                new PageField("kernel", PageTexts.Audit_Kernel, kernel.ToString(2))
                {
                    Choices = [.. GuestAudit.Kernels.Select(k => (k.ToString(2), k.ToString(2)))],
                })
            .Answer(AnswerMarkup.ClassOf(answer), answer.Word).Table(answer.Tables[0])
            .Next(next is null ? null : PageLinks.With(Address, ("pool", pool), ("kernel", kernel.ToString(2)), ("cursor", next)));
        return new PageContent(Address, PageTexts.Audit, body);
    });
}
