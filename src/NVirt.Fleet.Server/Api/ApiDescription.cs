using Microsoft.OpenApi;

namespace NVirt.Fleet.Server.Api;

/// <summary>The interface as OpenAPI 3.1, made from the routes.</summary>
internal static class ApiDescription
{
    private const string Name = "v1";
    private const string Bearer = "token";

    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/openapi.json";

    /// <summary>Adds what makes it.</summary>
    public static void AddTo(IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "NVirt fleet",
                Version = Name,
                Description = "Which guest can run where, and why not. Errors are application/problem+json.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
    });

    /// <summary>Adds its route.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes) => routes.MapOpenApi("/api/{documentName}/openapi.json");
}
